import Foundation
import HTTPTypes
import HetuRegistry
import TestSupport
import Testing

@testable import HetuServer

@Suite struct GateTests {
  private static let address = "127.0.0.1"

  /// A gate with one account that holds to a day, and a session begun for it.
  private struct Opened {
    let gate: Gate
    let session: HTTPFields
    let scratch: Scratch
    let token: String
  }

  private func open(expires: String?) throws -> Opened {
    let scratch = try Scratch()
    var settings = ServerSettings()
    settings.accounts = scratch.url("accounts.json")
    var accounts = Accounts()
    let token = try accounts.add("值班员", role: .reader, expires: expires)
    try accounts.write(to: scratch.url("accounts.json"))
    let gate = try Gate(settings)
    let session = gate.beginSession(accounts.accounts[0])
    return Opened(gate: gate, session: [.cookie: "\(Gate.cookie)=\(session)"], scratch: scratch, token: token)
  }

  private func request(_ fields: HTTPFields = [:], host: String = "127.0.0.1:8080") -> HTTPRequest {
    HTTPRequest(method: .get, scheme: "http", authority: host, path: "/", headerFields: fields)
  }

  private func status(_ body: () throws -> Void) -> Int? {
    do {
      try body()
      return nil
    } catch { return (error as? Problem)?.status.code }
  }

  @Test func `a session lets in until its account's token runs out`() throws {
    let held = try open(expires: nil)
    #expect(try held.gate.identity(request(held.session), address: Self.address).name == "值班员")
    let old = try open(expires: "2020-01-01")
    #expect(status { _ = try old.gate.identity(request(old.session), address: Self.address) } == 401)
  }

  @Test func `a session ends when its account gets another token`() throws {
    let opened = try open(expires: nil)
    let file = opened.scratch.url("accounts.json")
    var accounts = try Accounts(file: file)
    try accounts.remove("值班员")
    _ = try accounts.add("值班员", role: .reader, expires: nil)
    try accounts.write(to: file)
    #expect(status { _ = try opened.gate.identity(request(opened.session), address: Self.address) } == 401)
  }

  @Test func `ten wrong tokens lock further wrong ones of an address out, and no other, and never a right one`() throws
  {
    let opened = try open(expires: nil)
    func wrong(_ address: String) -> Int? { status { _ = try opened.gate.login("hetu_wrong", address: address) } }
    #expect((0..<10).map { _ in wrong("10.0.0.1") } == Array(repeating: 401, count: 10))
    #expect(wrong("10.0.0.1") == 429 && wrong("10.0.0.2") == 401)
    #expect(try opened.gate.login(opened.token, address: "10.0.0.1").name == "值班员")
  }

  @Test(
    arguments: [
      ("127.0.0.1:8080", nil, nil), ("localhost", nil, nil), ("[::1]:8080", nil, nil), ("evil.example", nil, 403),
      ("127.0.0.1.evil.example", nil, 403), ("127.0.0.1:8080", "10.1.2.3", 403), ("", nil, 403),
    ] as [(String, String?, Int?)])
  func `without accounts all is shown to this machine only, whatever name a page has point here`(
    _ host: String, _ forwarded: String?, _ refused: Int?
  ) throws {
    let gate = try Gate(ServerSettings())
    let fields: HTTPFields =
      forwarded.flatMap { value in
        HTTPField.Name("X-Forwarded-For").map { [$0: value] }
      } ?? [:]
    #expect(status { _ = try gate.identity(request(fields, host: host), address: Self.address) } == refused)
  }

  @Test func `behind a proxy nobody is taken for this machine`() {
    var settings = ServerSettings()
    #expect(settings.anonymousAudience == .internal)
    settings.baseURL = "https://hetu.example.gov.cn"
    #expect(settings.anonymousAudience == nil)
  }
}
