import ArgumentParser
import Foundation
import HetuCartography
import HetuExchange
import HetuGeodesy
import HetuGeometry
import HetuHydrology
import HetuPlanning
import HetuPublishing
import HetuRegistry
import HetuRisk
import HetuSchemas

/// The exit statuses of the command, and the sentence for each error.
enum ExitStatus: Int32 {
  case done = 0
  case findings = 1
  case usage = 2
  case notFound = 3
  case badData = 4
  case storage = 5
  case fault = 70

  /// Writes an error's sentence to standard error and returns the status to exit with.
  static func report(_ error: any Error) -> Int32 {
    if let code = error as? ExitCode { return code.rawValue }
    if let status = status(of: error) {
      Diagnostics.write("hetu: \(error)")
      return status.rawValue
    }
    let exitCode = Hetu.exitCode(for: error)
    let message = Hetu.fullMessage(for: error)
    if exitCode == .success {
      print(message)
      return done.rawValue
    }
    if exitCode == .validationFailure {
      Diagnostics.write(message)
      return usage.rawValue
    }
    Diagnostics.write("hetu: a fault in Hetu itself: \(error); please report it with the command you gave")
    return fault.rawValue
  }

  private static func status(of error: any Error) -> ExitStatus? {
    switch error {
    case let error as RegistryError:
      switch error.code {
      case .storage, .unsound, .locked: storage
      case .usage: usage
      case .notFound, .ambiguous: notFound
      case .badData: badData
      }
    case let error as ExchangeError: status(ofFile: error)
    case is SchemaError, is GeometryError, is GeodesyError: badData
    case is HydrologyError: notFound
    case is TravelTimeError, is RiskError: badData
    case is CartographyError, is OutputError: storage
    default: nil
    }
  }
}

extension ExitStatus {
  /// The status of a file that can't be read or written.
  private static func status(ofFile error: ExchangeError) -> ExitStatus {
    switch error.code {
    case .usage, .unsupported: usage
    case .notFound: notFound
    case .outputExists, .cannotWrite: storage
    default: badData
    }
  }
}

/// Writes to standard error.
enum Diagnostics {
  static func write(_ text: String) { FileHandle.standardError.write(Data((text + "\n").utf8)) }
}
