import Foundation
import HTTPTypes
import HetuRegistry
import Hummingbird
import Synchronization

/// Lets requests in: who asks, by token or session; how many, by address; how many wrong guesses; and none that another page has sent.
final class Gate: Sendable {
  private struct Visitor {
    var allowance: Double
    var seenAt: ContinuousClock.Instant
  }

  private struct State {
    var visitors: [String: Visitor] = [:]
    var lockout = Lockout()
    /// By the value of the cookie: whose it is, the token or password that began it, and until when it holds.
    var sessions: [String: (name: String, credential: String, until: Date)] = [:]
    var accounts: Accounts
    var readAt: Date?
  }

  static let cookie = "hetu_session"
  private static let sessionSeconds = 12.0 * 3_600

  private let settings: ServerSettings
  private let state: Mutex<State>

  init(_ settings: ServerSettings) throws {
    self.settings = settings
    state = Mutex(State(accounts: try settings.accounts.map(Accounts.init(file:)) ?? Accounts()))
  }

  /// Counts a request of an address.
  ///
  /// - Throws: ``Problem`` 429 where there are too many.
  func admit(_ address: String) throws {
    guard let rate = settings.requestsPerSecond else { return }
    let allowed = state.withLock { state -> Bool in
      let now = ContinuousClock.now
      if state.visitors.count > 10_000 {
        state.visitors = state.visitors.filter { now - $0.value.seenAt < .seconds(60) }
      }
      var visitor = state.visitors[address] ?? Visitor(allowance: 2 * rate, seenAt: now)
      visitor.allowance = min(2 * rate, visitor.allowance + (now - visitor.seenAt) / .seconds(1) * rate)
      visitor.seenAt = now
      let isAllowed = visitor.allowance >= 1
      if isAllowed { visitor.allowance -= 1 }
      state.visitors[address] = visitor
      return isAllowed
    }
    guard allowed else {
      throw Problem(status: .tooManyRequests, detail: "too many requests; wait a moment", headers: [.retryAfter: "1"])
    }
  }

  /// Who asks, by the request's token or session; without one, what anonymous visitors may see.
  ///
  /// - Throws: ``Problem`` 401 for a wrong token and where one is needed; 403 where all is shown on this machine only and the request
  ///   was meant for another name, as that of a page which had its own name point here, or came through a proxy, and for a change that
  ///   another page wants to make in a session.
  func identity(_ request: HTTPRequest, address: String) throws -> Identity {
    let headers = request.headerFields
    if let header = headers[.authorization] {
      guard header.hasPrefix("Bearer ") else { throw Self.refused("the header Authorization must be a Bearer token") }
      return try login(String(header.dropFirst(7)), address: address).identity
    }
    if let session = Self.session(headers), let identity = resume(session) {
      try refuseOtherPages(request)
      return identity
    }
    guard let audience = settings.anonymousAudience else { throw Self.refused("log in, or give a token") }
    guard audience == .public || Self.isFromThisMachine(request) else {
      throw Problem(
        status: .forbidden,
        detail: "without accounts this service answers its own machine only, as 127.0.0.1 or localhost")
    }
    return Identity(name: "anonymous", role: nil, audience: audience)
  }

  private static func isFromThisMachine(_ request: HTTPRequest) -> Bool {
    let forwarding = ["forwarded", "x-forwarded-for", "x-forwarded-host", "x-real-ip"].compactMap { HTTPField.Name($0) }
    guard let host = request.authority.flatMap({ URL(string: "http://\($0)")?.host() }) else { return false }
    return ServerSettings.loopback.contains(host.trimmingCharacters(in: ["[", "]"]).lowercased())
      && !forwarding.contains { request.headerFields.contains($0) }
  }

  /// Refuses a change that a browser sends for another page than one of this service (cross-site request forgery).
  ///
  /// Browsers say where a change comes from in Sec-Fetch-Site or Origin, and no page can keep them from it or write it itself; what says
  /// neither is refused in a session, but may log in. The cookie itself is of SameSite=Strict. A token in the page is not needed besides.
  ///
  /// - Throws: ``Problem`` 403.
  func refuseOtherPages(_ request: HTTPRequest, mayBeSilent: Bool = false) throws {
    guard ![.get, .head, .options].contains(request.method) else { return }
    let headers = request.headerFields
    let isOwn =
      if let site = HTTPField.Name("Sec-Fetch-Site").flatMap({ headers[$0] }) {
        site == "same-origin"
      } else if let origin = headers[.origin] {
        settings.baseURL.map { $0 == origin || $0.hasPrefix(origin + "/") }
          ?? (origin == "http://" + (request.authority ?? ""))
      } else {
        mayBeSilent
      }
    guard isOwn else {
      throw Problem(status: .forbidden, detail: "a change in a session must come from a page of this service")
    }
  }

  /// The account that has this token; wrong ones are counted, and too many lock further wrong ones of the address out for a while.
  func login(_ token: String, address: String) throws -> Accounts.Account {
    let account = try state.withLock { state -> Accounts.Account? in
      refresh(&state)
      if token.utf8.count <= 200, let account = state.accounts.account(token: token) { return account }
      guard !state.lockout.isLocked([address]) else { throw Self.lockedOut }
      state.lockout.count([address])
      return nil
    }
    guard let account else { throw Self.refused("the token is wrong or no longer holds") }
    return account
  }

  /// The account of that name and password. Guesses are counted by account and by address, before they are looked at, and too many lock
  /// all further ones out for a while, right ones too: else a guess would tell. Behind a proxy, whose address is everybody's, they are
  /// counted by account only. Takes a while: not for the threads that serve connections.
  func login(name: String, password: String, address: String) throws -> Accounts.Account {
    let known = try state.withLock { state -> (account: Accounts.Account?, keys: [String]) in
      refresh(&state)
      let account = state.accounts.account(named: name).flatMap { $0.password == nil ? nil : $0 }
      let keys = (account == nil ? [] : ["account \(name)"]) + (settings.baseURL == nil ? [address] : [])
      guard !state.lockout.isLocked(keys) else { throw Self.lockedOut }
      state.lockout.count(keys)
      return (account, keys)
    }
    let hash = try known.account?.password ?? PasswordHash.nobody.get()
    guard try hash.fits(password), let account = known.account else { throw Self.refused("用户名或密码不对") }
    state.withLock { $0.lockout.forget(known.keys) }
    return account
  }

  private static var lockedOut: Problem {
    Problem(
      status: .tooManyRequests, detail: "too many wrong tokens or passwords; wait five minutes",
      headers: [.retryAfter: "\(Lockout.seconds)"])
  }

  /// Begins a session for an account and returns the value of its cookie.
  func beginSession(_ account: Accounts.Account) -> String {
    // The system's generator is the kernel's, fit for secrets.
    var random = SystemRandomNumberGenerator()
    let session = (0..<4).map { _ in String(random.next() as UInt64, radix: 36) }.joined(separator: "-")
    state.withLock { state in
      state.sessions = state.sessions.filter { $0.value.until > Date() }
      state.sessions[session] = (account.name, account.credential, Date().addingTimeInterval(Self.sessionSeconds))
    }
    return session
  }

  /// Ends the session of a request.
  func endSession(_ headers: HTTPFields) {
    guard let session = Self.session(headers) else { return }
    state.withLock { $0.sessions[session] = nil }
  }

  private func resume(_ session: String) -> Identity? {
    state.withLock { state in
      guard let (name, credential, until) = state.sessions[session], until > Date() else { return nil }
      refresh(&state)
      // An account that was removed or has run out, or whose token or password was changed, ends its sessions.
      return state.accounts.account(named: name).flatMap { $0.credential == credential ? $0.identity : nil }
    }
  }

  private static func session(_ headers: HTTPFields) -> String? {
    headers[values: .cookie].flatMap { $0.split(separator: ";") }.lazy
      .map { $0.trimmingCharacters(in: .whitespaces) }.first { $0.hasPrefix(cookie + "=") }
      .map { String($0.dropFirst(cookie.count + 1)) }
  }

  /// Reads the accounts anew where their file changed, at most once a second.
  private func refresh(_ state: inout State) {
    guard let file = settings.accounts, state.readAt.map({ Date().timeIntervalSince($0) > 1 }) ?? true else { return }
    state.readAt = Date()
    if let accounts = try? Accounts(file: file) { state.accounts = accounts }
  }

  static func refused(_ detail: String) -> Problem {
    Problem(status: .unauthorized, detail: detail, headers: [.wwwAuthenticate: "Bearer realm=\"hetu\""])
  }
}
