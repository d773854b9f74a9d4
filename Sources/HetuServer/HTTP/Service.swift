import Foundation
import HTTPTypes
import HetuPlanning
import HetuRegistry
import HetuSchemas
import Hummingbird
import HummingbirdCore
import Logging
import NIOCore

/// The HTTP service over one registry.
public struct Service: Sendable {
  /// The registry, with the network of its rivers kept between questions.
  private let water: Water
  private var registry: Registry { water.registry }
  private let settings: ServerSettings
  private let gate: Gate
  private let plans = PlanShelf()
  private let metrics = Metrics()
  private let kept = KeptReplies()
  let workers = Workers(count: max(4, ProcessInfo.processInfo.activeProcessorCount * 2))
  private let loginWorkers = Workers(count: 2)
  private let logger: Logger

  /// A service over the registry at `url`, which is kept open for many readers until ``run()`` ends.
  ///
  /// - Throws: ``RegistryError`` where the registry can't be opened or the settings would show it to strangers.
  public init(registry url: URL, settings: ServerSettings) throws {
    let shows = settings.anonymousAudience
    guard settings.isLocal || shows == .public || (shows == nil && settings.accounts != nil) else {
      throw RegistryError(
        .usage,
        "beyond this machine (host \(settings.host)) the service wants accounts: make one with “hetu user add” or “hetu token add”, or show "
          + "only what is public (anonymous = public)")
    }
    guard let level = Logger.Level(rawValue: settings.logLevel) else {
      throw RegistryError(
        .usage, "log_level must be one of \(Logger.Level.allCases.map(\.rawValue).joined(separator: ", "))")
    }
    guard (settings.tiandituKey == nil) == (settings.tiandituApproval == nil) else {
      throw RegistryError(
        .usage,
        "tianditu_key and tianditu_approval go together: the terms of 天地图 want its 审图号, which its site states, on the map"
      )
    }
    self.settings = settings
    water = Water(try Registry.openShared(at: url))
    gate = try Gate(settings)
    var logger = Logger(label: "hetu", factory: JSONLogHandler.init)
    logger.logLevel = level
    self.logger = logger
  }

  /// Serves until the process is told to end (SIGTERM, SIGINT); requests under way are answered first.
  public func run() async throws { try await run { await $0.warmUp() } }

  /// The same with something else to be done before somebody asks, which ends with the service.
  func run(_ warmUp: @escaping @Sendable (Service) async -> Void) async throws {
    let application = Application(
      router: router(),
      server: .http1(
        configuration: HTTP1Channel.Configuration(
          idleTimeout: .seconds(60),
          httpDecoderConfiguration: .init(
            maxHeaderFieldSize: 80 << 10, maxHeaderListSize: 96 << 10, maxHeaderFieldCount: 100))),
      configuration: ApplicationConfiguration(
        address: .hostname(settings.host, port: settings.port),
        availableConnectionsDelegate: MaximumAvailableConnections(1_024, logger: logger)),
      onServerRunning: { [logger] channel in
        logger.notice("serving", metadata: ["address": "\(channel.localAddress.map { "\($0)" } ?? "")"])
      }, logger: logger)
    let warm = Task { await warmUp(self) }
    defer { warm.cancel() }
    try await application.runService()
    warm.cancel()
    try await plans.stop()
    try await workers.stop()
    try await loginWorkers.stop()
    try registry.finish()
    logger.notice("stopped")
  }

  /// Finds out where all records lie, and what they are called, before somebody asks or writes.
  private func warmUp() async {
    do {
      try await workers.run(limitSeconds: 600) {
        for kind in registry.kinds.all {
          _ = try registry.count(of: kind)
          if kind.geometry != nil { _ = try registry.places(of: kind, for: settings.anonymousAudience ?? .internal) }
          if settings.accounts != nil { try registry.keepNames(of: kind) }
        }
      }
    } catch {
      logger.warning("what lies where is not known yet", metadata: ["error": "\(error)"])
    }
  }

  /// The resources of the API.
  static let endpoints: [Endpoint] = {
    let document: [Endpoint.Form] = [.json, .html]
    let schema: [Endpoint.Form] = [.schema, .html]
    return [
      Endpoint(
        path: "/", summary: "What the service offers.", tag: "capabilities", forms: document,
        answer: CollectionsResource.landing),
      Endpoint(
        path: "/conformance", summary: "What the service conforms to.", tag: "capabilities", forms: document,
        answer: CollectionsResource.conformance),
      Endpoint(
        path: "/api", summary: "This description.", tag: "capabilities", forms: [.openAPI, .html],
        answer: { OpenAPIDocument.answer($0, endpoints) }),
      Endpoint(
        path: "/collections", summary: "The kinds of record.", tag: "capabilities", forms: document,
        answer: CollectionsResource.list),
      Endpoint(
        path: "/collections/{collection}", summary: "One kind of record.", tag: "capabilities", forms: document,
        answer: CollectionsResource.one),
      Endpoint(
        path: "/collections/{collection}/queryables", summary: "The properties that can be asked about.",
        tag: "schemas", forms: schema, answer: CollectionsResource.queryables),
      Endpoint(
        path: "/collections/{collection}/sortables", summary: "The properties that can be sorted by.", tag: "schemas",
        forms: schema, answer: CollectionsResource.sortables),
      Endpoint(
        path: "/collections/{collection}/schema", summary: "What a record is.", tag: "schemas", forms: schema,
        answer: CollectionsResource.schema),
      Endpoint(
        path: "/collections/{collection}/items", summary: "The records, page by page.", tag: "data",
        parameters: ItemsResource.parameters, forms: [.geoJSON, .json, .html, .csv, .xlsx, .sequence],
        takesProperties: true, restsOn: ItemsResource.kinds, answer: ItemsResource.answer),
      Endpoint(
        path: "/collections/{collection}/items/{feature}", summary: "One record.", tag: "data",
        parameters: ItemResource.parameters, forms: [.geoJSON, .json, .html], answer: ItemResource.answer),
      Endpoint(
        path: "/functions", summary: "The functions that filters may call besides those of CQL2.", tag: "capabilities",
        forms: [.json], answer: FunctionsResource.answer),
    ] + TileResources.endpoints + EditResource.endpoints + RecordResources.endpoints + [AccountResource.endpoint]
      + QuestionResources.endpoints + RiskResources.endpoints + LedgerResources.endpoints + RiverResources.endpoints
      + [SymbolResource.endpoint]
  }()

  private func router() -> Router<ServerContext> {
    let router = Router(context: ServerContext.self, options: .autoGenerateHeadEndpoints)
    router.addMiddleware { Reporting(metrics: metrics, endpoints: Self.endpoints) }
    for (path, endpoints) in Dictionary(grouping: Self.endpoints, by: \.path) {
      let route = RouterPath(path.replacing("{", with: ":").replacing("}", with: ""))
      for endpoint in endpoints {
        router.on(route, method: endpoint.method) { request, context in try await answer(request, context, endpoint) }
      }
      router.on(route, method: .options) { request, context in
        let identity = try gate.identity(request.head, address: context.address)
        return Response(status: .noContent, headers: [.allow: Self.allowed(endpoints, identity)])
      }
      for method in [HTTPRequest.Method.post, .put, .patch, .delete]
      where !endpoints.contains(where: { $0.method == method }) {
        router.on(route, method: method) { request, context -> Response in
          let identity = try gate.identity(request.head, address: context.address)
          throw Problem(
            status: .methodNotAllowed, detail: "\(method) is not offered here",
            headers: [.allow: Self.allowed(endpoints, identity)])
        }
      }
    }
    router.get("/health") { _, _ in try await health() }
    router.get("/metrics") { request, context in try metrics(request, context) }
    WebPages(settings: settings, gate: gate, workers: loginWorkers).add(to: router)
    return router
  }

  /// What may be done at one path by whoever asks; clients such as QGIS offer editing by it.
  private static func allowed(_ endpoints: [Endpoint], _ identity: Identity) -> String {
    let methods = endpoints.map(\.method).filter { $0 == .get || identity.role?.writes == true }
    return (methods + [.head, .options]).map(\.rawValue).joined(separator: ", ")
  }

  private func answer(_ request: Request, _ context: ServerContext, _ endpoint: Endpoint) async throws -> Response {
    try gate.admit(context.address)
    let identity = try gate.identity(request.head, address: context.address)
    guard !endpoint.isInternal || identity.audience == .internal else {
      throw Problem.internalOnly
    }
    var request = request
    var body: [UInt8] = []
    if endpoint.method != .get {
      try identity.requireWriting()
      body = Array(buffer: try await request.collectBody(upTo: EditResource.greatestBody))
    }
    let call = try Call(
      water: water, plans: plans, identity: identity,
      base: base(request), path: request.uri.path, query: request.uri.query ?? "",
      pathValues: Dictionary(
        context.parameters.map { (String($0.key), String($0.value)) }, uniquingKeysWith: { first, _ in first }),
      headers: request.headers, body: body, endpoint: endpoint, takesBlindPatches: settings.takesBlindPatches)
    guard metrics.begin(atMost: settings.greatestLoad) else {
      throw Problem(status: .serviceUnavailable, detail: "the service is busy; try again", headers: [.retryAfter: "2"])
    }
    defer { metrics.end() }
    let work = { @Sendable () async throws -> Reply in
      try await workers.run(limitSeconds: settings.timeLimitSeconds) {
        guard let kinds = try endpoint.restsOn?(call) else { return try await endpoint.answer(call) }
        return try await kept.reply(to: call, restingOn: kinds)
      }
    }
    // What may be long ends with its client; what is short keeps the connection for the next request.
    var reply =
      endpoint.isLong
      ? try await request.body.consumeWithCancellationOnInboundClose { _ in try await work() } : try await work()
    // Watching for the client's end uses the connection up; without a word a client would send its next request into nothing.
    if endpoint.isLong { reply.headers[.connection] = "close" }
    if let written = reply.written {
      context.logger.notice(
        "write",
        metadata: [
          "actor": "\(identity.name)", "method": "\(endpoint.method)", "record": "\(written)",
          "address": "\(context.address)",
        ])
    }
    reply.headers[.vary] = "Accept, Authorization, Cookie"
    if settings.anonymousAudience == .public, call.identity.role == nil {
      reply.headers[.accessControlAllowOrigin] = "*"
    }
    return reply.response
  }

  /// The address of the service as the client sees it.
  private func base(_ request: Request) -> String {
    if let base = settings.baseURL { return base }
    let host = request.head.authority ?? ""
    let isSound =
      !host.isEmpty && host.utf8.count <= 255
      && host.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || ".-:[]".contains($0)) }
    return "http://" + (isSound ? host : "\(settings.host):\(settings.port)")
  }

  /// Whether the registry can be read, and nothing else, as it tells everybody.
  private func health() async throws -> Response {
    do {
      _ = try await workers.run(limitSeconds: 5) { try registry.lastChange() }
      return Reply(.members(["status": .string("ok")]), type: Media.json).response
    } catch {
      logger.error("the registry can't be read", metadata: ["error": "\(error)"])
      throw Problem(status: .serviceUnavailable, detail: "the registry can't be read")
    }
  }

  /// The figures of the service: for admins, and for whoever is on the machine itself where all is shown there anyway.
  private func metrics(_ request: Request, _ context: ServerContext) throws -> Response {
    let identity = try gate.identity(request.head, address: context.address)
    guard
      identity.role == .admin
        || (identity.role == nil && identity.audience == .internal)
    else {
      throw Problem(status: .forbidden, detail: "the figures of the service are for admins")
    }
    return Reply(Array(metrics.text().utf8), type: "text/plain; version=0.0.4; charset=utf-8").response
  }
}

/// The functions that filters may call besides those of the standard (CQL2, class Custom Functions).
enum FunctionsResource {
  static func answer(_ call: Call) -> Reply {
    func argument(_ title: String, _ type: String) -> JSONValue {
      .members(["title": .string(title), "type": .array([.string(type)])])
    }
    return Reply(
      .members([
        "functions": .array([
          .members([
            "name": .string("dwithin"),
            "description": .string("Whether a record lies within so many metres of a geometry, on the ellipsoid."),
            "arguments": .array([
              argument("geometry", "geometry"), argument("other", "geometry"), argument("metres", "number"),
            ]), "returns": .array([.string("boolean")]),
          ])
        ])
      ]), type: Media.json)
  }
}
