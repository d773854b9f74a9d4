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

  private func request(
    _ fields: HTTPFields = [:], host: String = "127.0.0.1:8080", method: HTTPRequest.Method = .get
  ) -> HTTPRequest {
    HTTPRequest(method: method, scheme: "http", authority: host, path: "/", headerFields: fields)
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
    try accounts.remove("值班员", withPassword: false)
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

  /// A gate with one user.
  private func openForUser(_ scratch: Scratch, baseURL: String? = nil) throws -> Gate {
    var settings = ServerSettings()
    settings.accounts = scratch.url("accounts.json")
    settings.baseURL = baseURL
    var accounts = Accounts()
    try accounts.addUser("甲", role: .cityEditor, password: Self.password)
    try accounts.write(to: scratch.url("accounts.json"))
    return try Gate(settings)
  }

  private static let password = "correct horse 电池"

  @Test func `a session ends when the password changes and when the user is removed`() throws {
    for isRemoved in [true, false] {
      let scratch = try Scratch()
      let gate = try openForUser(scratch)
      let file = scratch.url("accounts.json")
      let account = try gate.login(name: "甲", password: Self.password, address: Self.address)
      let session: HTTPFields = [.cookie: "\(Gate.cookie)=\(gate.beginSession(account))"]
      var accounts = try Accounts(file: file)
      if isRemoved {
        try accounts.remove("甲", withPassword: true)
      } else {
        try accounts.setPassword(of: "甲", to: "another horse 电池")
      }
      try accounts.write(to: file)
      // The file is looked at once a second at most.
      Thread.sleep(forTimeInterval: 1.1)
      #expect(status { _ = try gate.identity(request(session), address: Self.address) } == 401)
    }
  }

  @Test func `ten wrong passwords lock the account out, from everywhere and for the right one too`() throws {
    let scratch = try Scratch()
    let gate = try openForUser(scratch)
    func login(_ password: String, _ name: String = "甲", from address: String) -> Int? {
      status { _ = try gate.login(name: name, password: password, address: address) }
    }
    #expect(login(Self.password, from: "10.0.0.1") == nil)
    for number in 0..<10 { #expect(login("wrong", from: "10.0.1.\(number)") == 401) }
    #expect(login(Self.password, from: "10.0.0.1") == 429)
    // Guesses at names that are not there lock their address out.
    for number in 0..<10 { #expect(login("wrong", "nobody\(number)", from: "10.0.0.9") == 401) }
    #expect(login("wrong", "nobody", from: "10.0.0.9") == 429)
  }

  @Test func `behind a proxy wrong passwords lock nobody else out`() throws {
    let scratch = try Scratch()
    let gate = try openForUser(scratch, baseURL: "https://hetu.example.gov.cn")
    for _ in 0..<12 {
      #expect(status { _ = try gate.login(name: "乙", password: "wrong", address: "10.0.0.1") } == 401)
    }
    #expect(try gate.login(name: "甲", password: Self.password, address: "10.0.0.1").name == "甲")
  }

  @Test(
    arguments: [
      (["Sec-Fetch-Site": "same-origin"], nil), (["Sec-Fetch-Site": "cross-site"], 403),
      (["Sec-Fetch-Site": "same-site"], 403), (["Sec-Fetch-Site": "none"], 403),
      (["Sec-Fetch-Site": "cross-site", "Origin": "http://127.0.0.1:8080"], 403),
      (["Origin": "http://127.0.0.1:8080"], nil), (["Origin": "http://127.0.0.1:8081"], 403),
      (["Origin": "http://evil.example"], 403), (["Origin": "null"], 403), ([:], 403),
    ] as [([String: String], Int?)])
  func `a change in a session must come from a page of the service`(_ sent: [String: String], _ refused: Int?) throws {
    let opened = try open(expires: nil)
    var fields = opened.session
    for (name, value) in sent { HTTPField.Name(name).map { fields[$0] = value } }
    for method in [HTTPRequest.Method.post, .put, .patch, .delete] {
      #expect(
        status { _ = try opened.gate.identity(request(fields, method: method), address: Self.address) } == refused)
    }
    #expect(status { _ = try opened.gate.identity(request(fields), address: Self.address) } == nil)
    // A token is sent by programs, which no other page can make do so.
    var bearing = fields
    bearing[.cookie] = nil
    bearing[.authorization] = "Bearer \(opened.token)"
    #expect(
      status { _ = try opened.gate.identity(request(bearing, method: .post), address: Self.address) } == nil)
  }

  @Test(arguments: [
    ("https://hetu.example.gov.cn", true), ("https://hetu.example", false), ("http://127.0.0.1:8080", false),
  ])
  func `behind a proxy the service's own pages are those of its public address`(_ origin: String, _ isOwn: Bool) throws
  {
    let gate = try openForUser(try Scratch(), baseURL: "https://hetu.example.gov.cn")
    let refused = status { try gate.refuseOtherPages(request([.origin: origin], method: .post)) }
    #expect((refused == nil) == isOwn)
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
