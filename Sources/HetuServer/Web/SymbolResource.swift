import HetuPublishing
import HTTPTypes

/// The symbols of the web map: those of the map sheet.
enum SymbolResource {
  static let endpoint = Endpoint(
    path: "/symbols/{collection}", summary: "The symbol of a record.", tag: "map",
    parameters: [
      Parameter(name: "class", summary: "The class that tells the forms of a kind apart, such as 闸坝."),
      Parameter(name: "grade", summary: "The grade: 重大, 较大, 一般 or 未定."),
      Parameter(name: "functions", summary: "What a facility can do, with commas; without 暂存 its outline is broken."),
    ], forms: [Endpoint.Form(word: "svg", media: Media.svg)],
    answer: { call in
      let svg = RecordSymbol.svg(
        of: try call.kind(), class: call.text("class"), grade: call.text("grade"),
        functions: call.text("functions")?.split(separator: ",").map(String.init))
      var reply = Reply(Array(svg.utf8), type: Media.svg)
      reply.headers[.cacheControl] = "private, max-age=86400"
      // A picture by itself: its own styles, nothing else.
      reply.headers[.contentSecurityPolicy] = "default-src 'none'; style-src 'unsafe-inline'"
      return reply
    })
}
