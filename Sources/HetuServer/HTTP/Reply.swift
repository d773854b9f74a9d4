import HTTPTypes
import HetuRegistry
import Hummingbird
import HummingbirdCore
import NIOCore

/// What a request is answered with.
struct Reply: Sendable {
  var status: HTTPResponse.Status = .ok
  var type: String
  var bytes: [UInt8]
  var headers: HTTPFields = [:]
  /// The record that was written, for the log.
  var written: String?

  init(_ bytes: [UInt8], type: String) {
    self.bytes = bytes
    self.type = type
  }

  init(_ value: JSONValue, type: String) {
    bytes = []
    value.append(to: &bytes)
    self.type = type
  }

  /// The reply as HTTP, with the headers that keep browsers from guessing and framing.
  var response: Response {
    var headers = headers
    headers[.contentType] = type
    headers[.xContentTypeOptions] = "nosniff"
    headers[.contentSecurityPolicy] = headers[.contentSecurityPolicy] ?? Self.contentSecurityPolicy
    headers[.referrerPolicy] = headers[.referrerPolicy] ?? "same-origin"
    if headers[.cacheControl] == nil { headers[.cacheControl] = "private, no-cache" }
    return Response(status: status, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
  }

  /// Nothing from elsewhere, no script or style inside a page.
  static let contentSecurityPolicy =
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    + "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
}

extension HTTPField.Name {
  static let contentCRS = Self.known("Content-Crs")
  static let link = Self.known("Link")
  static let referrerPolicy = Self.known("Referrer-Policy")

  /// A name that is sound as it stands.
  private static func known(_ text: String) -> HTTPField.Name { HTTPField.Name(text) ?? .contentType }
}

/// The media types that resources come in.
enum Media {
  static let json = "application/json"
  static let geoJSON = "application/geo+json"
  static let geoJSONSequence = "application/geo+json-seq"
  static let html = "text/html; charset=utf-8"
  static let csv = "text/csv; charset=utf-8"
  static let xlsx = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
  static let docx = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
  static let pdf = "application/pdf"
  static let png = "image/png"
  static let svg = "image/svg+xml"
  static let openAPI = "application/vnd.oai.openapi+json;version=3.0"
  static let schema = "application/schema+json"
  static let vectorTile = "application/vnd.mapbox-vector-tile"
}
