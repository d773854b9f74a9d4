import Foundation
import HTTPTypes
import HetuGeodesy
import HetuGeometry
import HetuHydrology
import HetuRegistry
import Hummingbird
import NIOCore

/// What went wrong with a request, as problem details (RFC 9457): one sentence, and nothing of the inside.
struct Problem: Error {
  let status: HTTPResponse.Status
  let detail: String
  var headers: HTTPFields = [:]
  /// Members besides those of every problem, such as the faults of each property.
  var members: [JSONValue.Member] = []

  static func badRequest(_ detail: String) -> Problem { Problem(status: .badRequest, detail: detail) }
  static func notFound(_ detail: String) -> Problem { Problem(status: .notFound, detail: detail) }
  /// That something is not for the public.
  static var internalOnly: Problem { Problem(status: .forbidden, detail: "this is for the bureau itself; log in") }

  /// The problem that an error of the libraries is to the client; nil where it is a fault that only the log may tell.
  init?(_ error: any Error) {
    switch error {
    case let problem as Problem: self = problem
    case let error as RegistryError:
      switch error.code {
      case .usage: self = .badRequest(error.message)
      case .notFound: self = .notFound(error.message)
      case .ambiguous: self.init(status: .conflict, detail: error.message)
      case .badData: self.init(status: .unprocessableContent, detail: error.message)
      case .locked:
        self.init(
          status: .serviceUnavailable, detail: "another program is writing the registry; try again later",
          headers: [.retryAfter: "10"])
      case .storage, .unsound: return nil
      }
    case let error as HydrologyError: self = .notFound("\(error)")
    case let error as TravelTimeError: self = .badRequest("\(error)")
    case let error as GeodesyError: self = .badRequest("\(error)")
    case let error as GeometryError: self = .badRequest("\(error)")
    case is NIOTooManyBytesError: self.init(status: .contentTooLarge, detail: "the body is larger than is taken here")
    case is TimeLimitReached:
      self.init(
        status: .serviceUnavailable, detail: "the answer took longer than the server allows; ask for less",
        headers: [.retryAfter: "5"])
    case let error as HTTPError where (400..<500).contains(error.status.code):
      self.init(status: error.status, detail: error.body ?? error.status.reasonPhrase)
    default: return nil
    }
  }

  init(status: HTTPResponse.Status, detail: String, headers: HTTPFields = [:]) {
    self.status = status
    self.detail = detail
    self.headers = headers
  }

  /// The problem as a reply.
  var reply: Reply {
    var reply = Reply(
      .object(
        [
          .init("type", .string("about:blank")), .init("title", .string(status.reasonPhrase)),
          .init("status", .integer(Int64(status.code))), .init("detail", .string(detail)),
        ] + members), type: "application/problem+json")
    reply.status = status
    reply.headers = headers
    return reply
  }
}

/// Work did not end in the time that it may take.
struct TimeLimitReached: Error {}
