import Foundation
import HTTPTypes
import HetuHydrology
import HetuPlanning
import HetuPublishing
import HetuRegistry

/// The rivers, and the products of one river's plan.
enum RiverResources {
  private struct Product {
    let file: String
    let format: PlanPublisher.Format
    let media: String
    let title: String
  }

  /// The products by file name, as the command writes them.
  private static let products = [
    Product(file: "响应方案.html", format: .html, media: Media.html, title: "响应方案（一策）"),
    Product(file: "响应方案.docx", format: .docx, media: Media.docx, title: "响应方案 Word"),
    Product(file: "指挥示意图.svg", format: .svg, media: Media.svg, title: "指挥示意图（一图）"),
    Product(file: "指挥示意图.pdf", format: .pdf, media: Media.pdf, title: "指挥示意图 PDF"),
    Product(file: "指挥示意图.png", format: .png, media: Media.png, title: "指挥示意图 PNG"),
    Product(file: "直线示意图.svg", format: .svg, media: Media.svg, title: "直线示意图"),
    Product(file: "直线示意图.pdf", format: .pdf, media: Media.pdf, title: "直线示意图 PDF"),
    Product(file: "直线示意图.png", format: .png, media: Media.png, title: "直线示意图 PNG"),
    Product(file: "卡片.pdf", format: .cards, media: Media.pdf, title: "卡片 PDF"),
    Product(file: "地图.html", format: .viewer, media: Media.html, title: "离线地图"),
    Product(file: "data.geojson", format: .geojson, media: Media.geoJSON, title: "数据 GeoJSON"),
    Product(file: "data.kml", format: .kml, media: "application/vnd.google-earth.kml+xml", title: "数据 KML（手机）"),
    Product(file: "data.gpkg", format: .gpkg, media: "application/geopackage+sqlite3", title: "数据 GeoPackage（GIS）"),
    Product(file: "data.gcj02.geojson", format: .gcj02, media: Media.geoJSON, title: "数据 GeoJSON（GCJ-02）"),
    Product(file: "data.bd09.geojson", format: .bd09, media: Media.geoJSON, title: "数据 GeoJSON（BD-09）"),
    Product(file: "plan.json", format: .json, media: Media.json, title: "方案数据 JSON"),
  ]

  /// Each distance is a plan of its own to be made: the public may choose among a few.
  private static let within = Parameter(
    name: "within", summary: "How far from the river, metres; \(Int(CorridorQuestion.defaultMetres)) unless given.",
    form: .positive(upTo: 100_000, publicly: [500, CorridorQuestion.defaultMetres, 2_000, 5_000]))

  /// The media types that products come in.
  private static let forms = products.reduce(into: [Endpoint.Form]()) { forms, product in
    guard !forms.contains(where: { $0.media == product.media }) else { return }
    forms.append(Endpoint.Form(word: product.format.rawValue, media: product.media))
  }

  static let endpoints: [Endpoint] = [
    Endpoint(
      path: "/rivers", summary: "The rivers that plans can be made of, with their products.", tag: "plans",
      forms: [.json], answer: list),
    Endpoint(
      path: "/rivers/{river}", summary: "A river's plan: its products, and what to mind about its drawings.",
      tag: "plans", parameters: [within], forms: [.json], isLong: true, answer: one),
    Endpoint(
      path: "/rivers/{river}/{product}",
      summary: "A product of a river's plan: strategy, map sheet, strip map, cards, viewer, data.", tag: "plans",
      parameters: [within],
      forms: forms, pathForms: ["product": .oneOf(products.map(\.file))], takesForm: false, isLong: true,
      answer: product),
  ]

  private static func list(_ call: Call) throws -> Reply {
    let rivers = try call.registry.riverSet().rivers.map { river in
      JSONValue.object(members(of: river) + [.init("products", links(products, of: river, call))])
    }
    return Reply(.members(["rivers": .array(rivers)]), type: Media.json)
  }

  /// What there is of a river, each sheet of a series by itself.
  private static func one(_ call: Call) async throws -> Reply {
    let river = try call.registry.riverSet().river(try call.pathValue("river"))
    let drawn = try await call.plans.product(.svg, wanted(river, call), of: call.water)
    let known = Set(products.map(\.file))
    let sheets = drawn.files.filter { !known.contains($0.name) }.map { file in
      Product(
        file: file.name, format: .svg, media: Media.svg,
        title: file.name.replacing("_", with: " 第").replacing(".svg", with: "幅"))
    }
    return Reply(
      .object(
        members(of: river) + [
          .init("products", links(products + sheets, of: river, call)),
          .init("warnings", .array(drawn.warnings.map { .members(["message": .string($0), "ref": .null]) })),
        ]), type: Media.json)
  }

  private static func product(_ call: Call) async throws -> Reply {
    let file = try call.pathValue("product")
    let sheet = products.filter { $0.file.hasSuffix(".svg") || $0.file.hasSuffix(".png") }.first { product in
      let parts = product.file.split(separator: ".")
      return file.hasPrefix(parts[0] + "_") && file.hasSuffix("." + parts[1])
    }
    guard let product = products.first(where: { $0.file == file }) ?? sheet else {
      throw Problem.notFound(
        "a plan has no “\(file.prefix(60))”; it has \(products.map(\.file).joined(separator: ", "))")
    }
    let river = try call.registry.riverSet().river(try call.pathValue("river"))
    let made = try await call.plans.product(product.format, wanted(river, call), of: call.water)
    guard let bytes = made.files.first(where: { $0.name == file })?.bytes else {
      throw Problem.notFound(made.warnings.last ?? "\(river.name)的方案没有\(file.prefix(60))")
    }
    var reply = Reply(bytes, type: product.media)
    reply.headers[.contentSecurityPolicy] = product.format.contentSecurityPolicy
    return reply
  }

  // MARK: - Parts

  private static func wanted(_ river: River, _ call: Call) throws -> PlanShelf.Wanted {
    PlanShelf.Wanted(
      river: river.code, withinMetres: call.number("within") ?? CorridorQuestion.defaultMetres, audience: call.audience)
  }

  private static func members(of river: River) -> [JSONValue.Member] {
    [
      .init("code", .string(river.code)), .init("name", .string(river.name)),
      .init("length_km", .decimal(river.lengthKm, 3)),
    ]
  }

  private static func links(_ products: [Product], of river: River, _ call: Call) -> JSONValue {
    .array(
      products.map { product in
        let address = "\(call.base)/rivers/\(Links.inPath(river.code))/\(Links.inPath(product.file))"
        return .members([
          "href": .string(address), "rel": .string("item"), "type": .string(product.media),
          "title": .string(product.title), "file": .string(product.file),
        ])
      })
  }
}
