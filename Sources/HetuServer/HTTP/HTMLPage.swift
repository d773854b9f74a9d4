import HetuRegistry
import HetuSchemas

/// Plain pages of the API for people: any document as nested tables, a list of records, one record. No script, every text escaped.
enum HTMLPage {
  /// A document in the form asked for: as JSON of the endpoint's media type, or as a page.
  static func document(_ call: Call, title: String, _ value: JSONValue) -> Reply {
    guard call.form == .html else { return Reply(value, type: call.form.media) }
    return page(call, title: title, body(of: value))
  }

  /// A page of records with all properties as columns.
  static func table(_ call: Call, _ kind: Kind, _ records: [Record], next: String?, matched: Int?) -> Reply {
    var html = "<p>\(escaped(kind.explanation))</p><p>\(matched.map { "共\($0)条，" } ?? "")本页\(records.count)条"
    if let next { html += "　<a href=\"\(escaped(next))\">下一页</a>" }
    html += "</p><div class=\"wide\"><table><thead><tr>"
    html += kind.properties.map { "<th>\(escaped($0.header))</th>" }.joined() + "</tr></thead><tbody>"
    for record in records {
      html += "<tr>"
      for (property, value) in zip(kind.properties, record.values) {
        let text = escaped(text(of: value))
        html +=
          property.name == "code"
          ? "<td><a href=\"\(escaped(address(of: record, call)))\">\(text)</a></td>" : "<td>\(text)</td>"
      }
      html += "</tr>"
    }
    return page(call, title: kind.listTitle, html + "</tbody></table></div>")
  }

  /// One record, a row a property.
  static func card(_ call: Call, _ record: Record) -> Reply {
    let rows = zip(record.kind.properties, record.values).filter { !$1.isNull }.map { property, value in
      "<tr><th>\(escaped(property.header))</th><td>\(escaped(text(of: value)))</td></tr>"
    }
    return page(call, title: "\(record.kind.title) \(record.name)", "<table>\(rows.joined())</table>")
  }

  private static func address(of record: Record, _ call: Call) -> String {
    "\(call.base)/collections/\(record.kind.name)/items/\(record.id)?f=html"
  }

  private static func text(of value: Value) -> String {
    switch value {
    case .null: return ""
    case .text(let text), .list(let text): return text
    case .boolean(let boolean): return boolean ? "是" : "否"
    default:
      var bytes: [UInt8] = []
      JSONValue(value).append(to: &bytes)
      return String(decoding: bytes, as: UTF8.self)
    }
  }

  static func page(_ call: Call, title: String, _ body: String) -> Reply {
    let forms = call.endpoint.forms.filter { $0 != .html }.map { form in
      "<a href=\"\(escaped(call.link(["f": form.word])))\">\(form.word)</a>"
    }
    let base = escaped(call.base)
    let html = """
      <!DOCTYPE html><html lang="zh-CN"><head><meta charset="utf-8"><title>\(escaped(title))</title>
      <meta name="viewport" content="width=device-width"><link rel="stylesheet" href="\(base)/static/page.css"></head><body>
      <nav><a href="\(base)/map">一张图</a> <a href="\(base)/?f=html">API</a> \
      <a href="\(base)/collections?f=html">清单</a> \(forms.joined(separator: " "))</nav>
      <h1>\(escaped(title))</h1>\(body)</body></html>
      """
    return Reply(Array(html.utf8), type: Media.html)
  }

  private static func body(of value: JSONValue) -> String {
    switch value {
    case .object(let members):
      return "<table>" + members.map { "<tr><th>\(escaped($0.name))</th><td>\(body(of: $0.value))</td></tr>" }.joined()
        + "</table>"
    case .array(let items): return "<ul>" + items.map { "<li>\(body(of: $0))</li>" }.joined() + "</ul>"
    case .string(let text) where text.hasPrefix("http://") || text.hasPrefix("https://"):
      return "<a href=\"\(escaped(text))\">\(escaped(text))</a>"
    case .string(let text): return escaped(text)
    default:
      var bytes: [UInt8] = []
      value.append(to: &bytes)
      return escaped(String(decoding: bytes, as: UTF8.self))
    }
  }

  static func escaped(_ text: String) -> String {
    text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
      .replacing("\"", with: "&quot;").replacing("'", with: "&#39;")
  }
}
