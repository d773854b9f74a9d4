import ArgumentParser
import Foundation
import HetuRegistry
import HetuServer

struct ServeCommand: AsyncParsableCommand, RegistryCommand {
  static let configuration = CommandConfiguration(
    commandName: "serve", abstract: "The web map and the API: OGC API Features and the questions, over HTTP.",
    discussion: """
      Listens on this machine only, unless told otherwise; beyond it, accounts are wanted (hetu user add, hetu token add). Settings come \
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
    help: "What is shown without an account: none, public or internal (default: internal on this machine, else none).")
  var anonymous: ServerSettings.Anonymous?

  @Option(name: .long, help: "The key of 天地图 for browsers; with it, 天地图 is the base map (default: none).")
  var tiandituKey: String?

  @Option(name: .long, help: "The 审图号 that 天地图 states of its tiles; wanted with its key.")
  var tiandituApproval: String?

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
    let tianditu = ["tianditu_key": tiandituKey, "tianditu_approval": tiandituApproval].compactMapValues { $0 }
    for (key, text) in tianditu.sorted(by: { $0.key < $1.key }) { try settings.set(key, text, in: "the options") }
    return settings
  }
}

extension ServerSettings.Anonymous: ExpressibleByArgument {}
