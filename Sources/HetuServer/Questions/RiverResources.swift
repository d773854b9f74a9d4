import Foundation
import HTTPTypes
import HetuHydrology
import HetuPlanning
import HetuPublishing
import HetuRegistry

/// The rivers, and the products of one river's plan.
enum RiverResources {
  /// The products by file name, as the command writes them.
  private static let products: [(file: String, format: PlanPublisher.Format, media: String)] = [
    ("响应方案.html", .html, Media.html), ("指挥示意图.svg", .svg, "image/svg+xml"),
    ("指挥示意图.pdf", .pdf, "application/pdf"), ("指挥示意图.png", .png, "image/png"),
    ("data.geojson", .geojson, Media.geoJSON), ("plan.json", .json, Media.json),
  ]

  static let endpoints: [Endpoint] = [
    Endpoint(
      path: "/rivers", summary: "The rivers that plans can be made of, with their products.", tag: "plans",
      forms: [.json], answer: list),
    Endpoint(
      path: "/rivers/{river}/{product}", summary: "A product of a river's plan: strategy, map sheet, data.",
      tag: "plans",
      parameters: [QuestionResources.within], forms: products.map { .init(word: $0.format.rawValue, media: $0.media) },
      words: ["product": products.map(\.file)], takesForm: false, isLong: true, answer: product),
  ]

  private static func list(_ call: Call) throws -> Reply {
    let rivers = try call.registry.riverSet().rivers.map { river in
      JSONValue.members([
        "code": .string(river.code), "name": .string(river.name), "length_km": .decimal(river.lengthKm, 3),
        "products": .array(
          products.map { product in
            let path = "rivers/\(river.code)/\(product.file)"
            let encoded = path.addingPercentEncoding(withAllowedCharacters: .urlPathAllowed) ?? path
            return Links.link("\(call.base)/\(encoded)", "item", product.media, product.file)
          }),
      ])
    }
    return Reply(.members(["rivers": .array(rivers)]), type: Media.json)
  }

  private static func product(_ call: Call) throws -> Reply {
    let file = try call.pathValue("product")
    guard let product = products.first(where: { $0.file == file }) else {
      throw Problem.notFound(
        "a plan has no “\(file.prefix(60))”; it has \(products.map(\.file).joined(separator: ", "))")
    }
    let set = try call.registry.riverSet()
    let river = try set.river(try call.pathValue("river"))
    let within = call.number("within") ?? CorridorQuestion.defaultMetres
    let plan = try PlanQuestion(withinMetres: within, audience: call.audience).plan(
      of: river, from: call.water)
    let folder = FileManager.default.temporaryDirectory.appending(path: "hetu-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: false)
    defer { try? FileManager.default.removeItem(at: folder) }
    let publisher = PlanPublisher(
      base: MapBase(districts: try DistrictMap(call.registry), rivers: set), formats: [product.format],
      compiler: try call.registry.setting("compiler") ?? "", madeOn: nil, overwrite: false)
    let made = try publisher.publish(plan, in: folder)
    var reply = Reply(Array(try Data(contentsOf: made.folder.appending(path: product.file))), type: product.media)
    // The strategy carries its own style; nothing else may be loaded or run.
    reply.headers[.contentSecurityPolicy] =
      "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'none'"
    return reply
  }
}
