import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdCore
import Logging
import NIOCore

/// The web map: one page, its scripts and style, and Leaflet from the system; logging in and out.
struct WebPages: Sendable {
  let settings: ServerSettings
  let gate: Gate
  /// Threads for passwords, which take long by design: few, so that guesses never take those of answers.
  let workers: Workers

  func add(to router: Router<ServerContext>) {
    router.get("/map") { request, context in
      do {
        _ = try gate.identity(request.head, address: context.address)
        return mapPage()
      } catch let problem as Problem where problem.status == .unauthorized {
        return loginPage()
      }
    }
    router.get("/login") { _, _ in loginPage() }
    for (name, bytes) in Self.files {
      let type = name.hasSuffix(".js") ? "text/javascript; charset=utf-8" : "text/css; charset=utf-8"
      router.get(RouterPath("/static/" + name)) { _, _ in page(bytes, type) }
    }
    router.get("/static/leaflet/:file") { _, context in try leaflet(context.parameters.require("file")) }
    router.get("/static/leaflet/images/:file") { _, context in
      try leaflet("images/" + context.parameters.require("file"))
    }
    router.post("/login") { request, context in try await login(request, context) }
    router.post("/logout") { request, _ in
      try gate.refuseOtherPages(request.head)
      gate.endSession(request.headers)
      return Self.redirect("map", cookie: "\(Gate.cookie)=; Max-Age=0; Path=/")
    }
  }

  /// The scripts and styles by name.
  private static let files = [
    "map.js": PackageResources.map_js, "layers.js": PackageResources.layers_js, "tiles.js": PackageResources.tiles_js,
    "panels.js": PackageResources.panels_js, "card.js": PackageResources.card_js,
    "spill.js": PackageResources.spill_js, "lists.js": PackageResources.lists_js,
    "rivers.js": PackageResources.rivers_js, "form.js": PackageResources.form_js, "place.js": PackageResources.place_js,
    "login.js": PackageResources.login_js, "map.css": PackageResources.map_css, "page.css": PackageResources.page_css,
  ]

  /// The hosts of 天地图's tiles.
  private static let tiandituHosts = (0...7).map { "https://t\($0).tianditu.gov.cn" }

  /// The page of the map. Only where 天地图 is configured may it show pictures from there, and tells it whose page asks, as keys are bound
  /// to hosts.
  private func mapPage() -> Response {
    guard let key = settings.tiandituKey, let approval = settings.tiandituApproval else {
      return page(PackageResources.map_html, Media.html)
    }
    let sign =
      "<meta name=\"tianditu\" content=\"\(HTMLPage.escaped(key))\" data-approval=\"\(HTMLPage.escaped(approval))\">"
    let text = String(decoding: PackageResources.map_html, as: UTF8.self).replacing("<!--base-->", with: sign)
    var reply = Reply(Array(text.utf8), type: Media.html)
    reply.headers[.contentSecurityPolicy] = Reply.contentSecurityPolicy.replacing(
      "img-src 'self'", with: "img-src 'self' \(Self.tiandituHosts.joined(separator: " "))")
    reply.headers[.referrerPolicy] = "strict-origin-when-cross-origin"
    return reply.response
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

  private func loginPage(_ message: String? = nil, status: HTTPResponse.Status = .ok) -> Response {
    let sign = message.map { "<p class=\"error\" role=\"alert\">\(HTMLPage.escaped($0))</p>" } ?? ""
    let text = String(decoding: PackageResources.login_html, as: UTF8.self).replacing("<!--message-->", with: sign)
    var reply = Reply(Array(text.utf8), type: Media.html)
    reply.status = status
    return reply.response
  }

  /// Takes name and password, or a token, from the form and begins a session. The cookie is sent by pages of this service only, so that
  /// no other page can act in its name.
  private func login(_ request: Request, _ context: ServerContext) async throws -> Response {
    try gate.admit(context.address)
    try gate.refuseOtherPages(request.head, mayBeSilent: true)
    var request = request
    let pairs = try Call.pairs(of: String(buffer: try await request.collectBody(upTo: 4_096)))
    func given(_ name: String) -> String? { pairs.first { $0.name == name }?.value }
    do {
      let account: Accounts.Account
      if let token = given("token") {
        account = try gate.login(token.trimmingCharacters(in: .whitespaces), address: context.address)
      } else if let name = given("name"), let password = given("password") {
        account = try await workers.run(limitSeconds: 30) {
          try gate.login(name: name, password: password, address: context.address)
        }
      } else {
        throw Problem.badRequest("the form has neither name and password nor a token")
      }
      context.logger.notice("login", metadata: ["actor": "\(account.name)", "address": "\(context.address)"])
      let secure = settings.baseURL?.hasPrefix("https") == true ? "; Secure" : ""
      return Self.redirect(
        "map", cookie: "\(Gate.cookie)=\(gate.beginSession(account)); Path=/; HttpOnly; SameSite=Strict\(secure)")
    } catch let problem as Problem where [.unauthorized, .tooManyRequests].contains(problem.status) {
      context.logger.warning("login refused", metadata: ["address": "\(context.address)"])
      let isLocked = problem.status == .tooManyRequests
      return loginPage(
        isLocked ? "错误次数太多，请五分钟后再试。" : "用户名、密码或令牌不对，请重试。", status: problem.status)
    }
  }

  private static func redirect(_ place: String, cookie: String) -> Response {
    Response(status: .seeOther, headers: [.location: place, .setCookie: cookie])
  }
}
