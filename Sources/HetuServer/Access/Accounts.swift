import Crypto
import Foundation
import HetuRegistry

/// The accounts of the service, in a file of their own that only its owner may read: users with passwords, programs with tokens.
///
/// Tokens are 256 random bits and stand there as SHA-256 only; so long a secret needs no slow hash. Passwords stand there as ``PasswordHash``.
public struct Accounts: Codable, Sendable {
  /// One account.
  public struct Account: Codable, Sendable {
    /// The name.
    public var name: String
    /// What it may do.
    public var role: Role
    /// The codes of the districts that a branch editor writes in.
    public var districts: [String]?
    /// The SHA-256 of its token, hexadecimal; nil for a user with a password.
    public var tokenHash: String?
    /// The hash of the user's password; nil for an account with a token.
    public var password: PasswordHash?
    /// The last day on which the account holds, or nil where it has no end.
    public var expires: String?

    /// Whether it still holds.
    var holds: Bool { expires.map { $0 >= HistoryTime.today() } ?? true }
    /// Who asks in its name.
    var identity: Identity {
      Identity(name: name, role: role, audience: role.audience, districts: districts ?? [])
    }
    /// What ends its sessions when it changes.
    var credential: String { tokenHash ?? password?.mark ?? "" }
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

  /// Changes the accounts of a file and writes them, while no other command does.
  ///
  /// - Throws: ``RegistryError`` as reading and writing do, and what `body` throws; the file is as it was then.
  public static func change<Result>(in file: URL, _ body: (inout Accounts) throws -> Result) throws -> Result {
    // The folder is held, as the file itself is put in place anew.
    let folder = open(file.absoluteURL.deletingLastPathComponent().path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard folder >= 0 else {
      throw RegistryError(.storage, "\(file.path) can't be written: \(String(cString: strerror(errno)))")
    }
    defer { close(folder) }
    while flock(folder, LOCK_EX) != 0 {
      guard errno == EINTR else {
        throw RegistryError(.storage, "\(file.path) can't be locked: \(String(cString: strerror(errno)))")
      }
    }
    var accounts = try Accounts(file: file)
    let result = try body(&accounts)
    try accounts.write(to: file)
    return result
  }

  /// The accounts with a password, or those with a token.
  public func accounts(withPassword: Bool) -> [Account] { accounts.filter { ($0.password != nil) == withPassword } }

  /// Adds an account with a token and returns the token, which is kept nowhere.
  ///
  /// - Throws: ``RegistryError`` of class usage for a name that is empty, too long or taken, and for districts that don't suit the role.
  public mutating func add(
    _ name: String, role: Role, districts: [String] = [], expires: String?
  ) throws -> String {
    let secret = SymmetricKey(size: .bits256).withUnsafeBytes { Data($0).base64EncodedString() }
    let token = "hetu_" + secret.replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
    try add(Account(name: name, role: role, districts: districts, tokenHash: Self.hash(token), expires: expires))
    return token
  }

  /// Adds a user who logs in by name and password.
  ///
  /// - Throws: ``RegistryError`` of class usage as ``add(_:role:districts:expires:)`` does, and for a password that is too weak.
  public mutating func addUser(
    _ name: String, role: Role, districts: [String] = [], password: String, expires: String? = nil
  ) throws {
    let hash = try PasswordHash(password, of: name)
    try add(Account(name: name, role: role, districts: districts, password: hash, expires: expires))
  }

  private mutating func add(_ account: Account) throws {
    var account = account
    guard !account.name.isEmpty, account.name.count <= 60, !account.name.contains(where: \.isNewline) else {
      throw RegistryError(.usage, "an account's name is one line of 1 to 60 characters")
    }
    guard !accounts.contains(where: { $0.name == account.name }) else {
      throw RegistryError(.usage, "there is an account “\(account.name)” already; remove it first")
    }
    let districts = account.districts ?? []
    guard districts.isEmpty == (account.role != .branchEditor) else {
      throw RegistryError(.usage, "a branch_editor, and nobody else, has districts; give each with --district CODE")
    }
    guard districts.allSatisfy({ $0.wholeMatch(of: /[0-9]{2,12}/) != nil }) else {
      throw RegistryError(.usage, "a district is its GB/T 2260 code, such as 411202")
    }
    if districts.isEmpty { account.districts = nil }
    accounts.append(account)
    accounts.sort { $0.name < $1.name }
  }

  /// Changes the password of a user; sessions begun with the old one end.
  ///
  /// - Throws: ``RegistryError`` of class not found, and of class usage for a password that is too weak.
  public mutating func setPassword(of name: String, to password: String) throws {
    let index = try index(of: name, withPassword: true)
    accounts[index].password = try PasswordHash(password, of: name)
  }

  /// Takes an account away: a user, or one with a token.
  ///
  /// - Throws: ``RegistryError`` of class not found.
  public mutating func remove(_ name: String, withPassword: Bool) throws {
    accounts.remove(at: try index(of: name, withPassword: withPassword))
  }

  private func index(of name: String, withPassword: Bool) throws -> Int {
    guard let index = accounts.firstIndex(where: { $0.name == name && ($0.password != nil) == withPassword }) else {
      throw RegistryError(.notFound, "there is no \(withPassword ? "user" : "account with a token") called “\(name)”")
    }
    return index
  }

  /// Writes the file: aside, for its owner only, then in its place.
  func write(to file: URL) throws {
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
  func account(token: String) -> Account? {
    let hash = Self.hash(token)
    return accounts.first { $0.tokenHash == hash && $0.holds }
  }

  /// The account of that name, if it still holds.
  func account(named name: String) -> Account? { accounts.first { $0.name == name && $0.holds } }

  private static func hash(_ token: String) -> String {
    SHA256.hash(data: Data(token.utf8)).map { String(format: "%02x", $0) }.joined()
  }
}
