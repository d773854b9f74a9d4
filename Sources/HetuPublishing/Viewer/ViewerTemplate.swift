/// The page of the offline viewer: Mustache, so that every value is escaped; the script is a constant, and the page's policy
/// lets no other run.
enum ViewerTemplate {
  static let page = """
    <!DOCTYPE html>
    <html lang="zh-CN">
    <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src '{{{scriptHash}}}'">
    <title>{{river}}环境应急地图</title>
    <style>{{{style}}}</style>
    </head>
    <body>
    <header><h1>{{river}}环境应急地图</h1><span class="note">{{note}}</span><input id="search" type="search" placeholder="查名称、编号、里程" aria-label="查找"><nav>
    <button id="show-strip" aria-pressed="false">直线图</button><button id="measure" aria-pressed="false">量距</button><button id="whole">全图</button><button id="print">打印</button></nav></header>
    <main><canvas id="map" tabindex="0" aria-label="地图"></canvas>
    <div id="strip" hidden>{{{strip}}}</div>
    <div id="zoom"><button id="closer" aria-label="放大">＋</button><button id="farther" aria-label="缩小">－</button></div>
    <div id="measured" hidden></div><div id="foot"><span id="bar"></span><span id="where"></span><span>数据日期 {{dataDate}}　2000国家大地坐标系</span></div></main>
    <aside><div role="tablist"><button id="tab-find" role="tab">查找</button><button id="tab-layers" role="tab">图层</button><button id="tab-card" role="tab">卡片</button><button id="tab-scenarios" role="tab">处置卡</button><button id="tab-plan" role="tab">方案</button></div>
    <section id="find"><p id="count"></p><ul id="found"></ul></section>
    <section id="layers" hidden></section>
    <section id="card" hidden><p>在图上点选一处，或在“查找”中选取。</p></section>
    <section id="scenarios" hidden></section>
    <section id="plan" hidden>\(StrategyTemplate.content)</section></aside>
    <script id="data" type="application/json">{{{data}}}</script>
    <script>{{{script}}}</script>
    </body>
    </html>

    """

  static let style = """
    *{box-sizing:border-box}
    html,body{height:100%;margin:0}
    body{display:grid;grid-template:auto 1fr/minmax(0,1fr) 380px;font:14px/1.5 "Noto Sans CJK SC","Microsoft YaHei",sans-serif;color:#1e1e1e}
    body>header{grid-column:1/3;display:flex;align-items:center;gap:12px;padding:6px 12px;background:#22384f;color:#fff}
    h1{font-size:18px;margin:0}
    .note{color:#ffd27d;font-weight:700}
    #search{margin-left:auto;width:260px;font:inherit;padding:4px 8px;border:0;border-radius:4px}
    button{font:inherit;cursor:pointer;border:1px solid #b8bec4;background:#fff;border-radius:4px;padding:3px 10px}
    button[aria-pressed=true],button[aria-selected=true]{background:#1f6fb5;color:#fff}
    main{position:relative;min-height:0}
    canvas#map{position:absolute;inset:0;width:100%;height:100%;touch-action:none}
    #strip{position:absolute;inset:0;overflow:auto;background:#fff}
    #strip svg{display:block;height:auto}
    #strip:not([hidden])~#foot,#strip:not([hidden])~#measured{display:none}
    #zoom{position:absolute;left:10px;top:10px;display:grid;gap:4px}
    #measured{position:absolute;left:60px;top:10px;background:#fff;border:1px solid #c8102e;padding:3px 10px;font-size:17px;font-weight:700}
    #foot{position:absolute;left:0;right:0;bottom:0;display:flex;gap:16px;padding:2px 10px;background:#ffffffd0;font-size:12px}
    #bar{border:1px solid #222;border-top:0;text-align:center;font-size:11px;flex:none}
    aside{display:flex;flex-direction:column;min-height:0;border-left:1px solid #b8bec4}
    [role=tablist]{display:grid;grid-template-columns:repeat(5,1fr)}
    [role=tab]{border-radius:0}
    aside section{overflow:auto;padding:8px 12px;flex:1}
    #found{list-style:none;margin:0;padding:0}
    #found button{display:flex;align-items:center;gap:6px;width:100%;border:0;border-bottom:1px solid #e3e6df;border-radius:0;text-align:left;padding:4px 2px}
    #found small{margin-left:auto;color:#6e6e6e;white-space:nowrap}
    #layers label{display:flex;gap:8px;padding:4px 0}
    article{border:1px solid #b8bec4;border-radius:4px;overflow:hidden;margin-bottom:12px;break-inside:avoid}
    article>*{margin:8px 10px}
    article header{display:flex;align-items:center;margin:0;padding:8px 10px;gap:10px;background:#22384f;color:#fff}
    article header canvas{flex:none}
    article h2{font-size:19px;line-height:1.3;margin:0;overflow-wrap:anywhere}
    .kind{margin:0;font-size:12px;color:#d5dee8}
    .place{font-size:17px;font-weight:700;color:#1f4e7e}
    .figures{display:grid;grid-template-columns:repeat(3,1fr);gap:6px}
    .figures div{background:#eef3f8;padding:4px;text-align:center;display:flex;flex-direction:column;justify-content:space-between}
    .figures small{color:#6e6e6e;line-height:1.3}
    .figures b{font-size:17px;line-height:1.3;overflow-wrap:anywhere}
    .phone{font-size:22px;font-weight:700;overflow-wrap:anywhere}
    .phone a{color:#1f4e7e}
    article ol{padding:0;list-style:none;counter-reset:step}
    article li{counter-increment:step;position:relative;padding-left:28px;margin:6px 0}
    article li::before{content:counter(step);position:absolute;left:0;top:1px;width:20px;height:20px;border-radius:50%;background:#22384f;color:#fff;font:700 12px/20px sans-serif;text-align:center}
    article table{border-collapse:collapse;font-size:13px;width:calc(100% - 20px)}
    article caption{text-align:left;font-weight:700;color:#22384f}
    article th,article td{text-align:left;vertical-align:top;padding:2px 4px;border-bottom:1px solid #d9dde1;overflow-wrap:anywhere}
    article th{background:#eef3f8;font-weight:400;white-space:nowrap}
    article .n{text-align:right}
    #plan h2{font-size:16px;border-bottom:1px solid #b8bec4}
    #plan .duty{border:2px solid #c8102e;padding:4px 10px}
    #plan .duty h2{border:0;margin:0;color:#c8102e}
    #plan dl{display:grid;grid-template-columns:6em 1fr;gap:2px 8px}
    #plan dt{color:#6e6e6e}
    #plan dd{grid-column:2;margin:0;overflow-wrap:anywhere}
    #plan table{border-collapse:collapse;font-size:12px;width:100%;display:block;overflow:auto;margin:8px 0}
    #plan th,#plan td{border:1px solid #b8bec4;padding:1px 4px;vertical-align:top}
    #plan th{background:#eef3f8;white-space:nowrap}
    #plan .n{text-align:right}
    #plan .p{white-space:nowrap}
    #plan .gap{border:1px solid #f2a900;background:#fff9e8;padding:2px 6px}
    @media (max-width:800px){body{grid-template:auto 45vh 1fr/minmax(0,1fr)}body>header{grid-column:1;flex-wrap:wrap;gap:6px 10px}#search{width:100%;order:1;font-size:16px}button{padding:6px 10px}#foot{flex-wrap:wrap;gap:2px 12px}aside{border:0}}
    @media print{@page{size:A4 landscape;margin:8mm}body{display:block}body>header{background:none;color:#000}.note{color:#c8102e}#search,nav,#zoom,[role=tablist]{display:none}main{height:165mm}aside{break-before:page;border:0}aside section{overflow:visible}}
    """

  /// The script's SHA-256 as the page's policy names it.
  static let scriptHash = "sha256-CPdjcpoDJcuGCaVz0AsYCjZgP8O399efVXNDKoHQly0="
}
