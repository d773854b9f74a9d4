import HTTPTypes
import HetuRegistry
import HetuSchemas
import Synchronization

/// Answers that rest on some kinds of record only: kept until one of these changes, and not sent again to who has them.
final class KeptReplies: Sendable {
  private struct Key: Hashable {
    let address: String
    let form: String
    let audience: Audience
  }

  private struct State {
    var replies: [Key: (mark: Int64, reply: Reply)] = [:]
    var bytes = 0
    /// What was kept before the last ones were so many; what is asked for again of it stays.
    var older: [Key: (mark: Int64, reply: Reply)] = [:]
  }

  /// What is kept at once at most, bytes: half of it the newer answers, half the older ones.
  private static let greatest = 64 << 20
  /// What tells the tags of this run from those of another, which may serve another file.
  private let run = String(UInt64.random(in: 0...UInt64.max), radix: 36)
  private let state = Mutex(State())

  /// The answer to a call: what is kept, or else made now; without a body where the call names its tag (If-None-Match).
  func reply(to call: Call, restingOn kinds: [Kind]) throws -> Reply {
    // The sum of what only grows changes whenever one of them does. Marks are read first: what is written meanwhile makes the next answer.
    let mark = try call.registry.changeMark(of: kinds).reduce(0, +)
    // Weak, as an answer may hold a change that was written while it was made.
    let tag = "W/\"\(run)-\(mark)-\(call.audience.rawValue)-\(call.form.word)\""
    if let known = call.headers[.ifNoneMatch], EntityTag.tags(known).contains(tag) {
      var reply = Reply([], type: call.form.media)
      reply.status = .notModified
      reply.headers[.eTag] = tag
      return reply
    }
    let key = Key(address: call.link([:]), form: call.form.word, audience: call.audience)
    if let kept = state.withLock({ $0.replies[key] }), kept.mark == mark { return kept.reply }
    if let kept = state.withLock({ $0.older[key] }), kept.mark == mark {
      keep(kept.reply, mark, as: key)
      return kept.reply
    }
    var reply = try call.endpoint.answer(call)
    reply.headers[.eTag] = tag
    keep(reply, mark, as: key)
    return reply
  }

  private func keep(_ reply: Reply, _ mark: Int64, as key: Key) {
    state.withLock { state in
      // A thousand bytes stand for the key and the headers.
      func size(_ reply: Reply) -> Int { reply.bytes.count + 1_000 }
      if let old = state.replies.removeValue(forKey: key) { state.bytes -= size(old.reply) }
      guard size(reply) <= Self.greatest / 4 else { return }
      if state.bytes + size(reply) > Self.greatest / 2 { state = State(older: state.replies) }
      state.bytes += size(reply)
      state.replies[key] = (mark, reply)
    }
  }
}
