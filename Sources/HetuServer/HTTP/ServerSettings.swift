import Foundation
import HetuRegistry
import TOMLKit

/// How the service runs: from options, environment and a TOML file, in this order of weight.
public struct ServerSettings: Sendable {
  /// The host to listen at; beyond loopback, accounts are needed.
  public var host = "127.0.0.1"
  /// The port to listen at.
  public var port = 8080
  /// The address that clients see, where a proxy stands before the service; else that of each request.
  public var baseURL: String?
  /// The file of accounts; without one everybody is anonymous.
  public var accounts: URL?
  /// What is shown without a token: nothing, what is public, or all; nil where that was not said.
  public var anonymous: Anonymous?

  /// What is shown without a token.
  public enum Anonymous: String, Sendable, CaseIterable {
    case none, `public`, `internal`
  }

  /// Whom anonymous visitors are: unless said otherwise the bureau itself on its own machine without accounts, else nobody.
  var anonymousAudience: Audience? {
    Audience(rawValue: (anonymous ?? (isLocal && accounts == nil ? .internal : .none)).rawValue)
  }
  /// The longest that one answer may take, seconds.
  public var timeLimitSeconds = 30.0
  /// How many requests are worked on or wait at once.
  public var greatestLoad = 200
  /// How many requests an address may make in a second, on average; nil where they are not counted.
  public var requestsPerSecond: Double?
  /// Whether a PATCH is taken that does not say, by If-Match, which state of the record it was made from, as those of QGIS do not.
  public var takesBlindPatches = false
  /// Where Leaflet lies: `leaflet.js`, `leaflet.css`, `images`.
  public var leaflet = URL(fileURLWithPath: "/usr/share/javascript/leaflet")
  /// The key for browsers (浏览器端) of 天地图, which then is the base map; without it the web map asks nothing of other hosts. It is no secret:
  /// every page that shows tiles carries it.
  public var tiandituKey: String?
  /// The 审图号 that 天地图 states of its tiles at present, such as `GS（…）…号`; its terms want it beside them.
  public var tiandituApproval: String?
  /// The level of log messages: trace, debug, info, notice, warning, error.
  public var logLevel = "info"

  /// The settings as they are unless said otherwise.
  public init() {}

  /// The names of this machine as it calls itself.
  static let loopback: Set = ["127.0.0.1", "::1", "localhost"]

  /// Whether the service is reached from this machine only: at loopback, and with no proxy before it.
  public var isLocal: Bool { Self.loopback.contains(host) && baseURL == nil }

  /// Takes over what a TOML file says.
  ///
  /// - Throws: ``RegistryError`` of class usage that names the key at fault.
  public mutating func read(_ file: URL) throws {
    let table: TOMLTable
    do {
      table = try TOMLTable(string: String(contentsOf: file, encoding: .utf8))
    } catch {
      throw RegistryError(.usage, "\(file.path) can't be read as TOML: \(error)")
    }
    for key in table.keys.sorted() {
      guard let value = table[key] else { continue }
      let number = value.int.map(String.init) ?? value.double.map { "\($0)" }
      try set(key, value.string ?? value.bool.map { "\($0)" } ?? number, in: file.path)
    }
  }

  /// Takes over what environment variables say: `HETU_HOST`, `HETU_PORT`, ….
  public mutating func read(environment: [String: String]) throws {
    for key in Self.keys {
      if let value = environment["HETU_\(key.uppercased())"] { try set(key, value, in: "the environment") }
    }
  }

  /// The keys of the file; in the environment they stand in capitals behind `HETU_`.
  static let keys = [
    "host", "port", "base_url", "accounts", "anonymous", "time_limit_s", "greatest_load", "requests_per_second",
    "blind_patches", "leaflet", "tianditu_key", "tianditu_approval", "log_level",
  ]

  /// Takes over what one key is set to.
  ///
  /// - Throws: ``RegistryError`` of class usage that names the key at fault.
  public mutating func set(_ key: String, _ text: String?, in place: String) throws {
    func fault(_ wanted: String) -> RegistryError {
      RegistryError(.usage, "\(place): \(key) must be \(wanted), not “\((text ?? "").prefix(60))”")
    }
    func number(_ range: ClosedRange<Double>) throws -> Double {
      guard let number = text.flatMap({ Double($0) }), range.contains(number) else {
        throw fault("a number from \(Int(range.lowerBound)) to \(Int(range.upperBound))")
      }
      return number
    }
    guard let text, !text.isEmpty else { throw fault("a text or a number") }
    switch key {
    case "host": host = text
    case "port": port = Int(try number(0...65_535))
    case "base_url":
      guard text.hasPrefix("http://") || text.hasPrefix("https://") else { throw fault("an address") }
      baseURL = text.hasSuffix("/") ? String(text.dropLast()) : text
    case "accounts": accounts = URL(fileURLWithPath: text)
    case "anonymous":
      guard let word = Anonymous(rawValue: text) else { throw fault("none, public or internal") }
      anonymous = word
    case "time_limit_s": timeLimitSeconds = try number(1...3_600)
    case "greatest_load": greatestLoad = Int(try number(1...10_000))
    case "requests_per_second": requestsPerSecond = try number(1...100_000)
    case "blind_patches":
      guard let flag = Bool(text) else { throw fault("true or false") }
      takesBlindPatches = flag
    case "leaflet": leaflet = URL(fileURLWithPath: text)
    case "tianditu_key":
      guard (16...64).contains(text.count), text.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber) }) else {
        throw fault("a key as 天地图 gives it, of letters and digits")
      }
      tiandituKey = text
    case "tianditu_approval":
      guard text.count <= 40 else { throw fault("the 审图号 that 天地图 states, such as GS（…）…号") }
      tiandituApproval = text
    case "log_level": logLevel = text
    default:
      throw RegistryError(
        .usage, "\(place): there is no setting \(key); there are \(Self.keys.joined(separator: ", "))")
    }
  }
}
