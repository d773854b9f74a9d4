import Foundation
import HTTPTypes
import HetuExchange
import HetuGeodesy
import HetuGeometry
import HetuRegistry

/// A feature, or for PATCH the parts of one, as a client sent it.
struct SentFeature {
  /// The properties by name, as Foundation reads JSON.
  let properties: [String: Any]
  let place: RecordEntry.Place
  /// The whole as JSON, to be given back where it can't be taken.
  let document: JSONValue

  private static let greatestPositions = 100_000

  /// The feature in the body of a call.
  ///
  /// - Throws: ``Problem`` 415 for another media type, 400 for what is no feature, 422 for one whose geometry is none.
  init(_ call: Call) throws {
    let type = call.headers[.contentType]?.split(separator: ";").first.map { $0.trimmingCharacters(in: .whitespaces) }
    guard let type, call.endpoint.bodyMedia.contains(type.lowercased()) else {
      throw Problem(
        status: .unsupportedMediaType, detail: "the body must be \(call.endpoint.bodyMedia.joined(separator: " or "))")
    }
    guard let object = try? JSONSerialization.jsonObject(with: Data(call.body)) as? [String: Any],
      let text = try? JSONSerialization.data(withJSONObject: object, options: [.sortedKeys, .withoutEscapingSlashes])
    else { throw Problem.badRequest("the body is no JSON object") }
    document = .json(String(decoding: text, as: UTF8.self))
    let isPart = call.endpoint.method == .patch
    guard object["type"] as? String == "Feature" || isPart && object["type"] == nil else {
      throw Problem.badRequest("the body is no GeoJSON feature: its type must be Feature")
    }
    switch object["properties"] {
    case nil, is NSNull: properties = [:]
    case let members as [String: Any]: properties = members
    default: throw Problem.badRequest("the feature's properties are no object")
    }
    place = try Self.place(object["geometry"], call, isPart: isPart)
  }

  private static func place(_ node: Any?, _ call: Call, isPart: Bool) throws -> RecordEntry.Place {
    let field = call.headers[.contentCRS]?.trimmingCharacters(in: ["<", ">", " "])
    let crs = try field.map(OutputCRS.init(uri:)) ?? .crs84
    guard let node else { return isPart ? .kept : .given(nil, .cgcs2000) }
    if node is NSNull { return .given(nil, .cgcs2000) }
    var reader = GeoJSONReader(maximumPositions: greatestPositions)
    do {
      let geometry = try reader.geometry(node)
      return .given(crs.swapsAxes ? geometry.swapped : geometry, crs.isStorage ? .cgcs2000 : crs.system)
    } catch {
      throw Problem(status: .unprocessableContent, detail: "the feature can't be taken: \(error.message)")
    }
  }
}
