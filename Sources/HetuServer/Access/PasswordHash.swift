import Crypto
import CryptoExtras
import Foundation
import HetuRegistry

/// A password as it is kept: by scrypt (RFC 7914) with its own salt and the cost that it was made at.
public struct PasswordHash: Codable, Sendable, Hashable {
  /// The cost: CPU and memory (a power of two), block size, parallelism. 32 MiB, as OWASP's Password Storage Cheat Sheet has it.
  private struct Cost: Codable, Hashable {
    var rounds = 1 << 15
    var blockSize = 8
    var parallelism = 3
  }

  /// The fewest characters of a password.
  public static let shortest = 10
  /// The most characters of a password.
  static let longest = 200

  private let scrypt: Cost
  private let salt: Data
  private let hash: Data

  /// The hash of a new password.
  ///
  /// - Throws: ``RegistryError`` of class usage for a password that is too short, too long, or the account's name.
  public init(_ password: String, of name: String) throws {
    guard (Self.shortest...Self.longest).contains(password.count) else {
      throw RegistryError(.usage, "a password has \(Self.shortest) to \(Self.longest) characters; choose another one")
    }
    guard Set(password).count > 4, name.count < 3 || !password.localizedCaseInsensitiveContains(name) else {
      throw RegistryError(
        .usage, "a password neither holds the account's name nor is a few characters over and over; choose another one")
    }
    self = try Self.made(of: password)
  }

  private init(scrypt: Cost, salt: Data, hash: Data) {
    self.scrypt = scrypt
    self.salt = salt
    self.hash = hash
  }

  private static func made(of password: String) throws -> PasswordHash {
    let salt = SymmetricKey(size: .bits128).withUnsafeBytes { Data($0) }
    let blank = PasswordHash(scrypt: Cost(), salt: salt, hash: Data())
    return PasswordHash(
      scrypt: blank.scrypt, salt: salt, hash: try blank.key(password).withUnsafeBytes { Data($0) })
  }

  /// What a password is compared with where there is no such account, so that the time tells nothing.
  static let nobody = Result { try made(of: UUID().uuidString) }

  /// Whether this is the password; takes a tenth of a second or more, and the same time whatever the answer.
  func fits(_ password: String) throws -> Bool {
    guard password.utf8.count <= 4 * Self.longest else { return false }
    // Keys are compared in constant time.
    return try key(password) == SymmetricKey(data: hash)
  }

  private func key(_ password: String) throws -> SymmetricKey {
    // One password, however the keyboard composes it.
    try KDF.Scrypt.deriveKey(
      from: Data(password.precomposedStringWithCompatibilityMapping.utf8), salt: salt, outputByteCount: 32,
      rounds: scrypt.rounds, blockSize: scrypt.blockSize, parallelism: scrypt.parallelism)
  }

  /// What tells it from another one, for sessions.
  var mark: String { hash.base64EncodedString() }
}
