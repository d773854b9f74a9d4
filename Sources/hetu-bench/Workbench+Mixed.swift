import Foundation
import HetuGeometry
import HetuRegistry
import Synchronization

/// Readers of all sorts beside one who writes, for a while; at the end the service is killed, and the file must hold all that was acknowledged.
extension Workbench {
  /// How often each sort of request is made is left to chance; 8 connections.
  func measureMixed(_ points: Int, _ reaches: Int) throws -> [Measurement] {
    guard let wrk = ChildProcess.find("wrk") else {
      Summary.say("serve-mixed: left out, wrk is not installed")
      return []
    }
    let file = data.scratch("mixed.gpkg")
    let accounts = data.scratch("mixed.accounts.json")
    try FileManager.default.copyItem(at: try data.registry(points: points, reaches: reaches), to: file)
    let hetu = try hetu()
    let place = ["--registry", file.path, "--accounts", accounts.path]
    let token = try ChildProcess.run(hetu, ["token", "add", "bench", "--role", "city_editor"] + place).output
    let header = "Authorization: Bearer " + String(decoding: token, as: UTF8.self).trimmingCharacters(in: .newlines)
    let server = try Server(hetu, ["serve", "--port", "18453"] + place, port: 18453)
    var isOver = false
    defer { if !isOver { server.stop() } }

    let readers = ReaderLoad()
    Thread.detachNewThread { [loadSeconds] in
      readers.end(
        Result {
          try Load(wrk, Self.mixedRequest, port: 18453, connections: 8, seconds: loadSeconds, headers: [header])
        })
    }
    var writer = MixedWriter(port: 18453, header: header)
    let end = ContinuousClock.now + .seconds(loadSeconds)
    while ContinuousClock.now < end { writer.write() }
    let load = try readers.wait()
    let memory = server.peakMemory
    server.endAtOnce()
    isOver = true

    let lost = try writer.lost(in: try Registry.open(at: file, readOnly: true), points: points)
    let told =
      "\(load.requests) read with \(load.failures) errors, \(writer.acknowledged) written with \(writer.refused) errors, \(lost) lost"
    var times = Times(writer.times.isEmpty ? [0] : writer.times)
    if writer.times.count > 1_000 { times = Times(Array(writer.times.suffix(1_000))) }
    return [
      Measurement(
        scenario: "serve-mixed", points: points, reaches: nil, ours: times, percentile99: load.percentile99,
        peakMemory: memory,
        check: .init(
          isRight: load.failures == 0 && writer.refused == 0 && lost == 0 && writer.acknowledged > 0, how: told),
        target: "no error, nothing lost",
        note: "seconds of one write, the command that sends it included, over \(loadSeconds) s; p99 is of the readers")
    ]
  }

  private static let mixedRequest = """
    local sort = math.random(5)
    local x, y = 110.3 + math.random() * 6.3, 31.4 + math.random() * 5
    if sort == 1 then return wrk.format('GET', '/collections/\(BenchData.siteKind)/items?limit=1000&f=json') end
    if sort == 2 then
      local w = 10 ^ (math.random() * 3 - 2)
      return wrk.format('GET', string.format(
        '/collections/\(BenchData.siteKind)/items?limit=100&f=json&bbox=%.4f,%.4f,%.4f,%.4f', x-w, y-w, x+w, y+w))
    end
    if sort == 3 then
      return wrk.format('GET', string.format('/questions/near?at=%.4f,%.4f&within=2000&kind=\(BenchData.siteKind)', x, y))
    end
    if sort == 4 then
      return wrk.format('GET', string.format('/collections/\(BenchData.siteKind)/items/S%07d', math.random(0, 999)))
    end
    \(tileRequest)
    """
}

/// What the readers came to, handed over from their thread.
private final class ReaderLoad: Sendable {
  private let done = DispatchSemaphore(value: 0)
  private let result = Mutex<Result<Load, any Error>?>(nil)

  func end(_ found: Result<Load, any Error>) {
    result.withLock { $0 = found }
    done.signal()
  }

  func wait() throws -> Load {
    done.wait()
    guard let result = result.withLock({ $0 }) else {
      throw ChildProcess.Failed(description: "the readers tell nothing")
    }
    return try result.get()
  }
}

/// Puts records in, corrects them and takes some out again, and remembers what was acknowledged.
private struct MixedWriter {
  /// A record as it was acknowledged last; without a volume it was taken out.
  private struct Written {
    var tag: String
    var volume: Int?
  }

  let base: String
  let header: String
  private(set) var times: [Double] = []
  private(set) var acknowledged = 0
  private(set) var refused = 0
  private var records: [(id: String, written: Written)] = []
  private var random = SplitMix(seed: 20)

  init(port: Int, header: String) {
    base = "http://127.0.0.1:\(port)/collections/\(BenchData.siteKind)/items"
    self.header = header
  }

  /// One write, whichever comes by chance.
  mutating func write() {
    let chance = Int.random(in: 0..<10, using: &random)
    let index = records.isEmpty ? 0 : Int.random(in: records.indices, using: &random)
    let volume = Int.random(in: 1...99_999, using: &random)
    do {
      var answer: Answer?
      times.append(
        try seconds {
          if chance < 5 || records.isEmpty || records[index].written.volume == nil {
            let place = InventedCountry.place(&random)
            let body = """
              {"type":"Feature","geometry":{"type":"Point","coordinates":[\(place.x),\(place.y)]},\
              "properties":{"name":"新增\(acknowledged)","volume":\(volume)}}
              """
            let made = try send("POST", base, body)
            if made.status == 201, let place = made.location {
              records.append((String(place.split(separator: "/").last ?? ""), Written(tag: made.tag, volume: volume)))
            }
            answer = made
          } else {
            let (id, written) = records[index]
            let takesOut = chance == 9
            let made = try send(
              takesOut ? "DELETE" : "PATCH", "\(base)/\(id)",
              takesOut ? nil : "{\"properties\":{\"volume\":\(volume)}}", match: written.tag)
            if made.isSuccess { records[index].written = Written(tag: made.tag, volume: takesOut ? nil : volume) }
            answer = made
          }
        })
      if answer?.isSuccess == true { acknowledged += 1 } else { refused += 1 }
    } catch {
      refused += 1
    }
  }

  /// How many of the acknowledged writes the registry does not hold.
  func lost(in registry: Registry, points: Int) throws -> Int {
    let kind = try registry.kind(BenchData.siteKind)
    var lost = 0
    for (id, written) in records {
      let record = try? registry.record(of: kind, codeOrID: id)
      if record?["volume"].number != written.volume.map(Double.init) { lost += 1 }
    }
    let there = records.count { $0.written.volume != nil }
    return try lost + abs(registry.count(of: kind) - points - there)
  }

  private struct Answer {
    var status = 0
    var tag = ""
    var location: String?
    var isSuccess: Bool { (200..<300).contains(status) }
  }

  private func send(_ method: String, _ address: String, _ body: String?, match: String? = nil) throws -> Answer {
    let media = method == "PATCH" ? "application/merge-patch+json" : "application/geo+json"
    var arguments = ["-s", "-i", "--max-time", "60", "-X", method, "-H", header, "-H", "Content-Type: \(media)"]
    if let match { arguments += ["-H", "If-Match: \(match)"] }
    if let body { arguments += ["--data-binary", body] }
    let run = try ChildProcess.run("/usr/bin/curl", arguments + [address])
    var answer = Answer()
    for line in String(decoding: run.output, as: UTF8.self).split(separator: "\r\n") {
      let words = line.split(separator: " ", maxSplits: 1).map(String.init)
      guard words.count == 2 else { continue }
      switch words[0].lowercased() {
      case "http/1.1": answer.status = Int(words[1].prefix(3)) ?? 0
      case "etag:": answer.tag = words[1]
      case "location:": answer.location = words[1]
      default: break
      }
    }
    return answer
  }
}
