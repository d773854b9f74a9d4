/// The page that a strategy is put into: Mustache, so that every value is escaped.
enum StrategyTemplate {
  /// A table (`StrategyTable.context`).
  static let table = """
    <table class="{{class}}">
    <caption>{{caption}}</caption>
    {{#isSized}}<colgroup>{{#columns}}<col style="width:{{width}}%">{{/columns}}</colgroup>{{/isSized}}
    <thead><tr>{{#columns}}<th scope="col" class="{{class}}"{{{look}}}>{{{title}}}</th>{{/columns}}</tr></thead>
    <tbody>
    {{{rows}}}</tbody>
    </table>
    """

  /// Paragraphs, tables and charts, as chapters and their sections have them (`StrategySection`).
  static let body = """
    {{#paragraphs}}<p>{{.}}</p>
    {{/paragraphs}}
    {{#tables}}
    \(table)
    {{/tables}}
    {{#drawings}}
    \(figure("chart"))
    {{/drawings}}
    """

  /// A figure: a drawing of the page, or a picture of a document.
  private static func figure(_ name: String) -> String {
    """
    <figure class="\(name)">{{#drawing}}{{{drawing}}}{{/drawing}}{{#picture}}<img src="{{picture}}" \
    width="590" alt="{{caption}}">{{/picture}}<figcaption>{{caption}}</figcaption></figure>
    """
  }

  /// The first page's box, the overview and the chapters, as they stand in the strategy and in the viewer.
  static let content = """
    <section class="duty"><h2>值班人员先看</h2><dl>{{#duty}}<dt>{{head}}</dt>{{#lines}}<dd>{{{.}}}</dd>{{/lines}}{{/duty}}</dl></section>
    \(chapters)
    """

  /// The overview and the chapters.
  private static let chapters = """
    <p>{{overview}}</p>
    {{#chapters}}
    <section>
    <h2>{{number}}{{title}}</h2>
    \(body)
    {{#sections}}
    <h3>{{number}}{{title}}</h3>
    \(body)
    {{#parts}}
    <h4>{{number}}{{title}}</h4>
    \(body)
    {{/parts}}
    {{/sections}}
    {{#gaps}}<div data-custom-style="Gap"><p class="gap">资料缺口：{{what}}。收集渠道：{{from}}。</p></div>
    {{/gaps}}
    </section>
    {{/chapters}}
    """

  static let page = """
    <!DOCTYPE html>
    <html lang="zh-CN">
    <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">
    <title>{{river}}突发水污染事件环境应急响应方案</title>
    <style>{{{style}}}</style>
    </head>
    <body>
    <header>
    {{#note}}<p class="note">{{note}}</p>{{/note}}
    <h1>{{river}}突发水污染事件<br>环境应急响应方案</h1>
    <p class="imprint"><span class="p">{{compiler}}</span> <span class="p">编制日期 {{madeOn}}</span> <span class="p">数据日期 {{dataDate}}</span></p>
    </header>
    \(content)
    {{#figures}}
    \(figure("map"))
    {{/figures}}
    </body>
    </html>

    """

  /// The page for pandoc: nothing but what a word processor's document has.
  static let document = """
    <!DOCTYPE html>
    <html lang="zh-CN">
    <head><meta charset="utf-8"><title>{{river}}突发水污染事件环境应急响应方案</title></head>
    <body>
    <h1>{{river}}突发水污染事件<br>环境应急响应方案</h1>
    <div data-custom-style="Imprint">{{#note}}<p><strong>{{note}}</strong></p>{{/note}}
    <p>{{compiler}}</p>
    <p>编制日期 {{madeOn}}　数据日期 {{dataDate}}</p></div>
    <div data-custom-style="Duty Heading"><p>值班人员先看</p></div>
    <table><colgroup><col style="width:20%"><col style="width:80%"></colgroup><tbody>
    {{#duty}}<tr><td><div data-custom-style="Duty"><p><strong>{{head}}</strong></p></div></td>\
    <td><div data-custom-style="Duty">{{#lines}}<p>{{{.}}}</p>{{/lines}}</div></td></tr>{{/duty}}
    </tbody></table>
    <div id="contents"></div>
    \(chapters)
    <div id="sheets">
    {{#figures}}
    \(figure("map"))
    {{/figures}}
    </div>
    </body>
    </html>

    """

  static let style = """
    :root{--title:"方正小标宋简体","FZXiaoBiaoSong-B05S","Noto Serif CJK SC",serif;--serif:"FangSong","仿宋","STFangsong","Noto Serif CJK SC",serif;--sans:"SimHei","黑体","Noto Sans CJK SC",sans-serif}
    @page{size:A4;margin:37mm 26mm 35mm 28mm;@bottom-center{content:"— " counter(page) " —";font:14pt var(--serif)}}
    @page map{size:A3 landscape;margin:10mm;@bottom-center{content:none}}
    *{box-sizing:border-box}
    body{font:16pt/1.75 var(--serif);color:#111;max-width:210mm;margin:0 auto;padding:12mm;background:#fff}
    h1{font:600 22pt/1.4 var(--title);text-align:center;margin:4mm 0}
    h2{font:400 16pt/1.75 var(--sans);margin:1.2em 0 .4em;break-after:avoid}
    h3{font:400 16pt/1.75 "KaiTi","楷体",var(--serif);margin:1em 0 .3em;break-after:avoid}
    h4{font:700 16pt/1.75 var(--serif);margin:.8em 0 .2em;text-indent:2em;break-after:avoid}
    p{margin:0;text-indent:2em}
    .imprint,.note{text-indent:0;text-align:center}
    .imprint{font-size:12pt;color:#444}.imprint .p{margin:0 .5em}
    .note{color:#c8102e;font-weight:700}
    .duty{border:.5mm solid #c8102e;padding:2mm 4mm;margin:4mm 0}
    .duty dd{break-inside:avoid}
    .duty h2{margin:0;color:#c8102e}
    dl{display:grid;grid-template-columns:7.5em 1fr;margin:0;font-size:12pt;line-height:1.4}
    dt{font-family:var(--sans);grid-column:1}dd{margin:0;grid-column:2}dt:not(:first-child),dt:not(:first-child)+dd{padding-top:.35em}
    table{border-collapse:collapse;width:100%;margin:.8em 0;font-size:10.5pt;line-height:1.3}
    caption{font:10.5pt var(--sans);padding:.3em;break-inside:avoid}
    thead{display:table-header-group}
    tr{break-inside:avoid}
    caption,thead,tbody tr:first-child,tbody tr:nth-last-child(2){break-after:avoid}
    table.short{break-inside:avoid}
    table.wide{font-size:9pt}
    th,td{border:.2mm solid #777;padding:.12em .35em;vertical-align:top;overflow-wrap:anywhere}
    th{background:#eef3f8;font-family:var(--sans);font-weight:400;text-align:left}
    td.n,th.n{text-align:right}
    td.n,.p{white-space:nowrap}
    td.k{word-break:keep-all;overflow-wrap:normal}
    .gap{text-indent:0;border:.25mm solid #f2a900;background:#fff9e8;padding:.3em .6em;margin:.4em 0;font-size:12pt;line-height:1.5;break-inside:avoid}
    figure{margin:6mm 0;text-align:center}
    figure.map{break-before:page;page:map}
    figure.chart{break-inside:avoid}
    figure svg{width:100%;height:auto;max-height:262mm}
    figcaption{font-size:10.5pt;font-family:var(--sans)}
    @media print{body{padding:0;max-width:none}}
    @media (max-width:700px){body{padding:4mm;font-size:12pt}table{display:block;overflow-x:auto}}
    """
}
