import ArgumentParser
import Foundation
import HetuRegistry
import HetuServer

struct ServeCommand: AsyncParsableCommand, RegistryCommand {
  static let configuration = CommandConfiguration(
    commandName: "serve", abstract: "The web map and the API: OGC API Features and the questions, over HTTP.",
    discussion: """
      Listens on this machine only, unless told otherwise; beyond it, accounts are wanted (hetu token add). Settings come \
      from options, else from HETU_HOST, HETU_PORT …, else from the TOML file, whose keys are the same in small letters. \
      Ends on SIGTERM or SIGINT when the requests under way are answered. Logs go to standard error, one JSON object a line.
      """)

  @ParentCommand var hetu: Hetu
  @OptionGroup var place: RegistryOptions

  @Option(name: .long, help: "A TOML file of settings.")
  var config: String?

  @Option(name: .long, help: "The host to listen at (default 127.0.0.1).")
  var host: String?

  @Option(name: .long, help: "The port to listen at (default 8080).")
  var port: Int?

  @Option(name: .long, help: "The address that clients see, behind a proxy.")
  var baseURL: String?

  @Option(
    name: .long, help: "The file of accounts (default: the registry's name with .accounts.json, where it is there).")
  var accounts: String?

  @Option(
    name: .long,
    help: "What is shown without a token: none, public or internal (default: internal on this machine, else none).")
  var anonymous: ServerSettings.Anonymous?

  func run() async throws {
    let url = try registryURL()
    try await Service(registry: url, settings: try settings(for: url)).run()
  }

  private func settings(for registry: URL) throws -> ServerSettings {
    var settings = ServerSettings()
    let file = AccountOptions.standardFile(for: registry)
    if FileManager.default.fileExists(atPath: file.path) { settings.accounts = file }
    if let config { try settings.read(URL(fileURLWithPath: config)) }
    try settings.read(environment: ProcessInfo.processInfo.environment)
    if let host { settings.host = host }
    if let port { settings.port = port }
    if let baseURL { settings.baseURL = baseURL }
    if let accounts { settings.accounts = URL(fileURLWithPath: accounts) }
    if let anonymous { settings.anonymous = anonymous }
    return settings
  }
}

/// Where the accounts lie.
struct AccountOptions: ParsableArguments {
  @Option(name: .long, help: "The file of accounts (default: the registry's name with .accounts.json).")
  var accounts: String?

  /// The file of accounts beside a registry.
  static func standardFile(for registry: URL) -> URL {
    registry.deletingPathExtension().appendingPathExtension("accounts.json")
  }

  func file(for registry: URL) -> URL { accounts.map { URL(fileURLWithPath: $0) } ?? Self.standardFile(for: registry) }
}

extension Role: ExpressibleByArgument {}
extension ServerSettings.Anonymous: ExpressibleByArgument {}

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

  @Option(name: .long, help: "public, reader or admin.")
  var role: Role = .reader

  @Option(name: .long, help: "The last day on which the token holds, such as 2026-12-31.", transform: day)
  var expires: String?

  func run() throws {
    let file = accounts.file(for: place.url(token.hetu.place))
    var all = try Accounts(file: file)
    let secret = try all.add(name, role: role, expires: expires)
    try all.write(to: file)
    print(secret)
  }
}

struct TokenList: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "list", abstract: "List the accounts.")

  @ParentCommand var token: TokenCommand
  @OptionGroup var place: RegistryOptions
  @OptionGroup var accounts: AccountOptions

  func run() throws {
    for account in try Accounts(file: accounts.file(for: place.url(token.hetu.place))).accounts {
      print([account.name, account.role.rawValue, account.expires ?? "无期限"].joined(separator: "\t"))
    }
  }
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
    let file = accounts.file(for: place.url(token.hetu.place))
    var all = try Accounts(file: file)
    try all.remove(name)
    try all.write(to: file)
  }
}
