import Foundation
import HetuCartography
import HetuHydrology
import HetuPlanning
import Mustache

/// The index of an atlas (目录.html): each river with what lies along it, what is missing, and its products. Mustache escapes
/// every value.
struct AtlasIndex {
  static let fileName = "目录.html"
  /// The name of the overview's files.
  static let sheetName = "总图"
  /// What tells an index of ours from other pages.
  static let mark = #"<meta name="generator" content="Hetu">"#

  let entries: [AtlasEntry]
  let withoutCourse: [String]
  let imprint: PlanImprint
  /// The files of the overview.
  let sheets: [String]

  func html() throws -> [UInt8] {
    let grades = Grade.allCases
    let columns =
      ["号", "河流", "长度 km"] + grades.map { "\($0.title) 风险源" }
      + ["移动源", "敏感目标", "应急设施", "可用容积 万m³", "监测断面", "资料缺口", "数据日期"]
    // What lies near two rivers stands with both, so that only lengths can be added up.
    let total =
      [PlanWords.number(entries.map(\.river.lengthKm).reduce(0, +), 1)]
      + Array(repeating: "", count: columns.count - 3)
    let context: [String: Any] = [
      "notes": [imprint.note.nilIfEmpty].compactMap { $0 }, "compiler": imprint.compilerLine,
      "madeOn": PlanWords.date(imprint.madeOn), "dataDate": PlanWords.date(imprint.dataDate), "count": entries.count,
      "sheets": sheets.map(Self.link), "columns": columns, "total": total,
      "rivers": entries.enumerated().map(row),
      "missing": withoutCourse.isEmpty ? [] : [withoutCourse.joined(separator: "、")],
    ]
    return Array(try MustacheTemplate(string: Self.page).render(context).utf8)
  }

  private func row(_ index: Int, _ entry: AtlasEntry) -> [String: Any] {
    let record = PlanRecord(in: entry.folder)
    let names = record.map { [String]($0.files.keys).sorted() } ?? []
    var faults: [String] = []
    if case .failed = entry.outcome { faults = ["本次未生成，原因见生成时的提示"] }
    let figures: [String] =
      entry.counts.map { counts in
        Grade.allCases.map { "\(counts.sourcesByGrade[$0] ?? 0)" }
          + [
            "\(counts.crossings)", "\(counts.targets)", "\(counts.facilities)",
            PlanWords.number(counts.usableVolume, 1),
            "\(counts.sections)", "\(counts.gaps)",
          ]
      } ?? Array(repeating: "—", count: Grade.allCases.count + 6)
    return [
      "number": "\(index + 1)", "name": entry.river.name, "faults": faults,
      "figures": [PlanWords.number(entry.river.lengthKm, 1)] + figures + [record?.dataDate ?? "—"],
      "products": Self.products(names, in: entry.folder.lastPathComponent),
    ]
  }

  private static func link(_ name: String) -> [String: String] { ["href": encoded(name), "title": name] }

  /// Each product once, with a link for each of its forms.
  private static func products(_ names: [String], in folder: String) -> [[String: Any]] {
    func stem(_ name: String) -> String { String(name.prefix { $0 != "." }) }
    return names.map(stem).reduce(into: [String]()) { if $0.last != $1 { $0.append($1) } }.map { product in
      let links = names.filter { stem($0) == product }.map { name in
        ["href": "\(encoded(folder))/\(encoded(name))", "title": String(name.dropFirst(product.count + 1))]
      }
      return ["title": product, "links": links]
    }
  }

  /// A name as one step of a relative address.
  private static func encoded(_ name: String) -> String {
    name.addingPercentEncoding(withAllowedCharacters: .alphanumerics.union(CharacterSet(charactersIn: "-_.~"))) ?? ""
  }

  private static let page = """
    <!DOCTYPE html>
    <html lang="zh-CN">
    <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    \(mark)
    <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
    <title>一河一策一图目录</title>
    <style>
    @page{size:A4 landscape;margin:12mm}
    body{font:14px/1.6 "Noto Sans CJK SC","Microsoft YaHei",sans-serif;color:#1e1e1e;margin:16px auto;max-width:1600px;padding:0 16px}
    h1{font-size:22px;text-align:center;margin:8px 0}
    .note,.fault{color:#c8102e;font-weight:700}
    p{margin:4px 0}
    table{border-collapse:collapse;width:100%;margin-top:8px}
    thead{display:table-header-group}
    tr{break-inside:avoid}
    th,td{border:1px solid #b8bec4;padding:3px 6px;vertical-align:top;text-align:right;white-space:nowrap}
    th{background:#eef3f8;font-weight:400;text-align:center;white-space:normal;word-break:keep-all}
    td.t{text-align:left;white-space:normal}
    td.t span{display:inline-block;margin-right:1em}
    td.t a{margin-right:.4em}
    tfoot td{font-weight:700;background:#f7f7f5}
    </style>
    </head>
    <body>
    <h1>一河一策一图目录</h1>
    {{#notes}}<p class="note">{{.}}</p>{{/notes}}
    <p>{{compiler}}　编制日期 {{madeOn}}　数据日期 {{dataDate}}　共 {{count}} 条河流</p>
    <p>总图：{{#sheets}}<a href="{{href}}">{{title}}</a> {{/sheets}}{{^sheets}}未生成{{/sheets}}</p>
    {{#missing}}<p class="fault">资料缺口：河流信息清单中的以下河流没有河段走向，未编方案：{{.}}。</p>{{/missing}}
    <table>
    <thead><tr>{{#columns}}<th scope="col">{{.}}</th>{{/columns}}<th scope="col">成果</th></tr></thead>
    <tbody>
    {{#rivers}}<tr><td>{{number}}</td><td class="t">{{name}}</td>{{#figures}}<td>{{.}}</td>{{/figures}}<td class="t">{{#faults}}<span class="fault">未生成：{{.}}</span> {{/faults}}{{#products}}<span>{{title}} {{#links}}<a href="{{href}}">{{title}}</a>{{/links}}</span> {{/products}}</td></tr>
    {{/rivers}}
    </tbody>
    <tfoot><tr><td></td><td class="t">合计</td>{{#total}}<td>{{.}}</td>{{/total}}<td></td></tr></tfoot>
    </table>
    </body>
    </html>

    """
}
