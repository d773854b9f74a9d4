import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdCore
import NIOCore

/// The web map: one page, its script and style, and Leaflet from the system.
struct WebPages: Sendable {
  let settings: ServerSettings
  let gate: Gate

  func add(to router: Router<ServerContext>) {
    router.get("/map") { request, context in
      do {
        _ = try gate.identity(request.head, address: context.address)
        return page(PackageResources.map_html, Media.html)
      } catch {
        return page(PackageResources.login_html, Media.html)
      }
    }
    router.get("/static/map.js") { _, _ in page(PackageResources.map_js, "text/javascript; charset=utf-8") }
    router.get("/static/panels.js") { _, _ in page(PackageResources.panels_js, "text/javascript; charset=utf-8") }
    router.get("/static/map.css") { _, _ in page(PackageResources.map_css, "text/css; charset=utf-8") }
    router.get("/static/page.css") { _, _ in page(PackageResources.page_css, "text/css; charset=utf-8") }
    router.get("/static/leaflet/:file") { _, context in try leaflet(context.parameters.require("file")) }
    router.get("/static/leaflet/images/:file") { _, context in
      try leaflet("images/" + context.parameters.require("file"))
    }
    router.post("/login") { request, context in try await login(request, context) }
    router.post("/logout") { request, _ in
      gate.endSession(request.headers)
      return Self.redirect("map", cookie: "\(Gate.cookie)=; Max-Age=0; Path=/")
    }
  }

  private func page(_ bytes: [UInt8], _ type: String) -> Response { Reply(bytes, type: type).response }

  /// The files of Leaflet that the page loads; no other name is looked up.
  private static let leafletTypes = [
    "leaflet.js": "text/javascript; charset=utf-8", "leaflet.css": "text/css; charset=utf-8",
    "images/layers.png": "image/png", "images/layers-2x.png": "image/png", "images/marker-icon.png": "image/png",
  ]

  private func leaflet(_ file: String) throws -> Response {
    guard let type = Self.leafletTypes[file] else { throw Problem.notFound("there is no such file") }
    guard let data = try? Data(contentsOf: settings.leaflet.appending(path: file)) else {
      throw Problem.notFound(
        "Leaflet is not installed at the server; install libjs-leaflet, or set leaflet to its folder")
    }
    return page(Array(data), type)
  }

  /// Takes a token from the form and begins a session. The cookie is sent by pages of this service only, so that no other page can
  /// act in its name.
  private func login(_ request: Request, _ context: ServerContext) async throws -> Response {
    try gate.admit(context.address)
    var request = request
    let body = try await request.collectBody(upTo: 4_096)
    let text = String(buffer: body)
    guard text.hasPrefix("token="), let token = text.dropFirst(6).replacing("+", with: " ").removingPercentEncoding
    else {
      throw Problem.badRequest("the form has no token")
    }
    do {
      let account = try gate.login(token.trimmingCharacters(in: .whitespaces), address: context.address)
      let secure = settings.baseURL?.hasPrefix("https") == true ? "; Secure" : ""
      return Self.redirect(
        "map", cookie: "\(Gate.cookie)=\(gate.beginSession(account)); Path=/; HttpOnly; SameSite=Strict\(secure)")
    } catch let problem as Problem where problem.status == .unauthorized {
      return Self.redirect("map", cookie: "hetu_login=failed; Max-Age=5; Path=/; SameSite=Strict")
    }
  }

  private static func redirect(_ place: String, cookie: String) -> Response {
    Response(status: .seeOther, headers: [.location: place, .setCookie: cookie])
  }
}
