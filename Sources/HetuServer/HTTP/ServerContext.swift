import Foundation
import HTTPTypes
import HetuRegistry
import Hummingbird
import HummingbirdCore
import Logging
import NIOCore

/// A request's own values: its log, its path, and the address it comes from.
struct ServerContext: RequestContext {
  var coreContext: CoreRequestContextStorage
  /// The address of the other side of the connection.
  let address: String

  init(source: ApplicationRequestContextSource) {
    coreContext = .init(source: source)
    address = source.channel.remoteAddress?.ipAddress ?? ""
  }
}

/// Times and logs every request, and turns errors into problem details; what is no fault of the client's goes to the log only.
struct Reporting: RouterMiddleware {
  let metrics: Metrics
  let endpoints: [Endpoint]

  func handle(
    _ request: Request, context: ServerContext, next: (Request, ServerContext) async throws -> Response
  ) async throws -> Response {
    let start = ContinuousClock.now
    var response: Response
    do {
      response = try await next(request, context)
    } catch {
      if let problem = wrongMethod(request, error) ?? Problem(error) {
        response = problem.reply.response
      } else {
        let isGone = error is CancellationError
        context.logger.log(
          level: isGone ? .info : .error, isGone ? "the client went away" : "a request failed",
          metadata: ["path": "\(request.uri.path)", "error": "\(error)"])
        response =
          Problem(
            status: .internalServerError, detail: "a fault in the service itself; its log tells more, by \(context.id)"
          ).reply.response
      }
    }
    let seconds = (ContinuousClock.now - start) / .seconds(1)
    metrics.record(route: context.endpointPath ?? "other", status: response.status.code, seconds: seconds)
    // The query may hold what a person looked for; it stays out of the log.
    context.logger.info(
      "request",
      metadata: [
        "method": "\(request.method)", "path": "\(request.uri.path)", "status": "\(response.status.code)",
        "ms": "\((seconds * 1e4).rounded() / 10)", "address": "\(context.address)",
      ])
    return response
  }

  /// That a resource does not take the method, where it is there for others.
  private func wrongMethod(_ request: Request, _ error: any Error) -> Problem? {
    guard (error as? HTTPError)?.status == .notFound, ![.get, .head].contains(request.method),
      endpoints.contains(where: { $0.matches(request.uri.path) })
    else { return nil }
    return Problem(
      status: .methodNotAllowed, detail: "\(request.method) is not taken here", headers: [.allow: "GET, HEAD, OPTIONS"])
  }
}

/// Writes each message as one line of JSON to standard error.
struct JSONLogHandler: LogHandler {
  var logLevel = Logger.Level.info
  var metadata: Logger.Metadata = [:]
  private let label: String

  init(_ label: String) { self.label = label }

  subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

  func log(event: LogEvent) {
    var members: [JSONValue.Member] = [
      .init("at", .string(HistoryTime.format(Date()))), .init("level", .string(event.level.rawValue)),
      .init("message", .string("\(event.message)")),
    ]
    let all = metadata.merging(event.metadata ?? [:]) { _, new in new }
    for (key, value) in all.sorted(by: { $0.key < $1.key }) { members.append(.init(key, .string("\(value)"))) }
    var bytes: [UInt8] = []
    JSONValue.object(members).append(to: &bytes)
    FileHandle.standardError.write(Data(bytes + [0x0a]))
  }
}
