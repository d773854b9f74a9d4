import ArgumentParser
import Foundation
import HetuRegistry
import HetuServer

/// Where the accounts lie.
struct AccountOptions: ParsableArguments {
  @Option(name: .long, help: "The file of accounts (default: the registry's name with .accounts.json).")
  var accounts: String?

  /// The file of accounts beside a registry.
  static func standardFile(for registry: URL) -> URL {
    registry.deletingPathExtension().appendingPathExtension("accounts.json")
  }

  func file(for registry: URL) -> URL { accounts.map { URL(fileURLWithPath: $0) } ?? Self.standardFile(for: registry) }

  /// Changes the accounts and writes them.
  func change<Result>(for registry: URL, _ body: (inout Accounts) throws -> Result) throws -> Result {
    try Accounts.change(in: file(for: registry), body)
  }

  /// Prints the accounts with a password, or those with a token: name, role, districts, last day.
  func list(for registry: URL, withPassword: Bool) throws {
    for account in try Accounts(file: file(for: registry)).accounts(withPassword: withPassword) {
      print(
        [
          account.name, account.role.rawValue, account.districts?.joined(separator: ",") ?? "-",
          account.expires ?? "无期限",
        ].joined(separator: "\t"))
    }
  }
}

/// What an account may do, and how long.
struct RoleOptions: ParsableArguments {
  @Option(
    name: .long,
    help: "public, reader, branch_editor (writes in its districts), city_editor (writes everywhere) or admin.")
  var role: Role = .reader

  @Option(name: .long, help: "A district of a branch_editor, by its GB/T 2260 code; may be repeated.")
  var district: [String] = []

  @Option(name: .long, help: "The last day on which the account holds, such as 2026-12-31.", transform: day)
  var expires: String?
}

extension Role: ExpressibleByArgument {}

struct TokenCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "token", abstract: "The accounts of the service and their tokens.",
    subcommands: [TokenAdd.self, TokenList.self, TokenRemove.self])

  @ParentCommand var hetu: Hetu
}

struct TokenAdd: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "add", abstract: "Make an account and print its token, which is kept nowhere else.")

  @ParentCommand var token: TokenCommand
  @OptionGroup var place: RegistryOptions
  @OptionGroup var accounts: AccountOptions

  @Argument(help: "The account's name.")
  var name: String

  @OptionGroup var rights: RoleOptions

  func run() throws {
    print(
      try accounts.change(for: place.url(token.hetu.place)) {
        try $0.add(name, role: rights.role, districts: rights.district, expires: rights.expires)
      })
  }
}

struct TokenList: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "list", abstract: "List the accounts with tokens.")

  @ParentCommand var token: TokenCommand
  @OptionGroup var place: RegistryOptions
  @OptionGroup var accounts: AccountOptions

  func run() throws { try accounts.list(for: place.url(token.hetu.place), withPassword: false) }
}

struct TokenRemove: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "remove", abstract: "Take an account and its token away; its sessions end.")

  @ParentCommand var token: TokenCommand
  @OptionGroup var place: RegistryOptions
  @OptionGroup var accounts: AccountOptions

  @Argument(help: "The account's name.")
  var name: String

  func run() throws {
    try accounts.change(for: place.url(token.hetu.place)) { try $0.remove(name, withPassword: false) }
  }
}

struct UserCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "user", abstract: "The users of the service, who log in by name and password.",
    discussion: "Passwords are asked for without showing them, or read as a line of standard input; scrypt keeps them.",
    subcommands: [UserAdd.self, UserList.self, UserRemove.self, UserPassword.self])

  @ParentCommand var hetu: Hetu
}

struct UserAdd: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "add", abstract: "Add a user; asks for the password.")

  @ParentCommand var user: UserCommand
  @OptionGroup var place: RegistryOptions
  @OptionGroup var accounts: AccountOptions

  @Argument(help: "The user's name; it stands in the history of what the user changes.")
  var name: String

  @OptionGroup var rights: RoleOptions

  func run() throws {
    let password = try PasswordPrompt.ask()
    try accounts.change(for: place.url(user.hetu.place)) {
      try $0.addUser(
        name, role: rights.role, districts: rights.district, password: password, expires: rights.expires)
    }
  }
}

struct UserList: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "list", abstract: "List the users.")

  @ParentCommand var user: UserCommand
  @OptionGroup var place: RegistryOptions
  @OptionGroup var accounts: AccountOptions

  func run() throws { try accounts.list(for: place.url(user.hetu.place), withPassword: true) }
}

struct UserRemove: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "remove", abstract: "Take a user away; the user's sessions end, what was changed stays.")

  @ParentCommand var user: UserCommand
  @OptionGroup var place: RegistryOptions
  @OptionGroup var accounts: AccountOptions

  @Argument(help: "The user's name.")
  var name: String

  func run() throws {
    try accounts.change(for: place.url(user.hetu.place)) { try $0.remove(name, withPassword: true) }
  }
}

struct UserPassword: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "password", abstract: "Change a user's password; sessions begun with the old one end.")

  @ParentCommand var user: UserCommand
  @OptionGroup var place: RegistryOptions
  @OptionGroup var accounts: AccountOptions

  @Argument(help: "The user's name.")
  var name: String

  func run() throws {
    let password = try PasswordPrompt.ask()
    try accounts.change(for: place.url(user.hetu.place)) { try $0.setPassword(of: name, to: password) }
  }
}

/// Takes a password from whoever types it, or from a program.
enum PasswordPrompt {
  /// The password: twice without showing it on a terminal, else the first line of standard input.
  static func ask() throws -> String {
    guard isatty(STDIN_FILENO) == 1 else {
      guard let line = readLine() else { throw RegistryError(.usage, "standard input has no line with the password") }
      return line
    }
    func typed(_ words: String) -> String { getpass(words).map { String(cString: $0) } ?? "" }
    let first = typed("密码：")
    guard typed("再输一遍：") == first else { throw RegistryError(.usage, "the two passwords differ; start again") }
    return first
  }
}
