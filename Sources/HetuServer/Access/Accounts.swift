import Crypto
import Foundation
import HetuRegistry

/// What an account may do.
public enum Role: String, Codable, Sendable, CaseIterable {
  /// Reads all that is public.
  case `public`
  /// Reads everything.
  case reader
  /// Reads everything and sees how the service fares.
  case admin

  /// Whom answers to this role are made for.
  public var audience: Audience { self == .public ? .public : .internal }
}

/// The accounts of the service and their tokens, in a file of their own that only its owner may read.
///
/// Tokens are 256 random bits and stand there as SHA-256 only; so long a secret needs no slow hash.
public struct Accounts: Codable, Sendable {
  /// One account.
  public struct Account: Codable, Sendable {
    /// The name.
    public var name: String
    /// What it may do.
    public var role: Role
    /// The SHA-256 of its token, hexadecimal.
    public var tokenHash: String
    /// The last day on which the token holds, or nil where it has no end.
    public var expires: String?

    /// Whether its token still holds.
    var holds: Bool { expires.map { $0 >= HistoryTime.today() } ?? true }
    /// Who asks with its token.
    var identity: Identity { Identity(name: name, role: role, audience: role.audience) }
  }

  /// All accounts, by name.
  public private(set) var accounts: [Account] = []

  /// No accounts.
  public init() {}

  /// The accounts of a file; none where there is no file.
  ///
  /// - Throws: ``RegistryError`` of class storage for a file that can't be read, or that others may read.
  public init(file: URL) throws {
    guard FileManager.default.fileExists(atPath: file.path) else { return }
    do {
      let rights = try FileManager.default.attributesOfItem(atPath: file.path)[.posixPermissions] as? Int
      guard (rights ?? 0) & 0o077 == 0 else {
        throw RegistryError(.storage, "\(file.path) may be read by others; take their rights away (chmod 600)")
      }
      self = try JSONDecoder().decode(Accounts.self, from: Data(contentsOf: file))
    } catch let error as RegistryError {
      throw error
    } catch {
      throw RegistryError(.storage, "\(file.path) can't be read as accounts; restore it, or make a new one")
    }
  }

  /// Adds an account and returns its token, which is kept nowhere.
  ///
  /// - Throws: ``RegistryError`` of class usage for a name that is empty, too long or taken.
  public mutating func add(_ name: String, role: Role, expires: String?) throws -> String {
    guard !name.isEmpty, name.count <= 60, !name.contains(where: \.isNewline) else {
      throw RegistryError(.usage, "an account's name is one line of 1 to 60 characters")
    }
    guard !accounts.contains(where: { $0.name == name }) else {
      throw RegistryError(.usage, "there is an account “\(name)” already; remove it first")
    }
    let secret = SymmetricKey(size: .bits256).withUnsafeBytes { Data($0).base64EncodedString() }
    let token = "hetu_" + secret.replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
    accounts.append(Account(name: name, role: role, tokenHash: Self.hash(token), expires: expires))
    accounts.sort { $0.name < $1.name }
    return token
  }

  /// Takes an account and its token away.
  ///
  /// - Throws: ``RegistryError`` of class not found.
  public mutating func remove(_ name: String) throws {
    guard let index = accounts.firstIndex(where: { $0.name == name }) else {
      throw RegistryError(.notFound, "there is no account “\(name)”")
    }
    accounts.remove(at: index)
  }

  /// Writes the file: aside, for its owner only, then in its place.
  public func write(to file: URL) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    let aside = file.deletingLastPathComponent().appending(path: ".\(file.lastPathComponent).\(UUID().uuidString)")
    guard
      FileManager.default.createFile(
        atPath: aside.path, contents: try encoder.encode(self), attributes: [.posixPermissions: 0o600])
    else { throw RegistryError(.storage, "\(file.path) can't be written; check the rights of its folder") }
    guard rename(aside.path, file.path) == 0 else {
      try? FileManager.default.removeItem(at: aside)
      throw RegistryError(.storage, "\(file.path) can't be written: \(String(cString: strerror(errno)))")
    }
  }

  /// The account whose token this is, if it still holds.
  func account(token: String) -> Account? { account(tokenHash: Self.hash(token)) }

  /// The account whose token has this hash, if it still holds.
  func account(tokenHash: String) -> Account? { accounts.first { $0.tokenHash == tokenHash && $0.holds } }

  private static func hash(_ token: String) -> String {
    SHA256.hash(data: Data(token.utf8)).map { String(format: "%02x", $0) }.joined()
  }
}

/// Who asks.
struct Identity: Sendable {
  let name: String
  let role: Role?
  let audience: Audience
}
