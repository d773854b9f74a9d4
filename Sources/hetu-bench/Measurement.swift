import Foundation

/// The times of several runs, seconds.
struct Times: Codable {
  let median: Double
  let min: Double
  let max: Double
  let runs: Int

  init(_ seconds: [Double]) {
    let sorted = seconds.sorted()
    median = sorted[sorted.count / 2]
    min = sorted[0]
    max = sorted[sorted.count - 1]
    runs = sorted.count
  }
}

/// What one scenario came to at one size.
struct Measurement: Codable {
  /// Another program doing the same, measured in between.
  struct Peer: Codable {
    let name: String
    let times: Times
    /// Ours divided by the peer's, medians.
    let ratio: Double
    /// The same of the time used of the processors, which other work on the machine changes little.
    var processorRatio: Double?
    /// What is not the same, such as a smaller size.
    var note: String?
  }

  /// Whether the answer is right, and how that was told.
  struct Check: Codable {
    let isRight: Bool
    let how: String
  }

  let scenario: String
  let points: Int
  let reaches: Int?
  let ours: Times
  var percentile99: Double?
  var peer: Peer?
  /// The most memory held, MiB.
  var peakMemory: Double?
  var check: Check?
  /// The figure wanted at the largest size, in words.
  var target: String?
  var note: String?
  /// The machine's load average while it ran.
  var load = Machine.load()
}

/// What is measured on.
enum Machine {
  /// The load average of the last minute.
  static func load() -> Double {
    var loads = [0.0]
    return getloadavg(&loads, 1) == 1 ? loads[0] : 0
  }
}

/// Lines for whoever watches, on standard error.
enum Summary {
  static func say(_ line: String) { FileHandle.standardError.write(Data((line + "\n").utf8)) }

  static func say(_ measurement: Measurement) {
    var parts = [
      "\(measurement.scenario) \(measurement.points)\(measurement.reaches.map { " × \($0)" } ?? "")",
      "median \(shown(measurement.ours.median)) (\(shown(measurement.ours.min)) … \(shown(measurement.ours.max)))",
    ]
    if let tail = measurement.percentile99 { parts.append("p99 \(shown(tail))") }
    if let peer = measurement.peer {
      parts.append("\(peer.name) \(shown(peer.times.median)), ratio \(String(format: "%.3f", peer.ratio))")
      if let ratio = peer.processorRatio { parts.append("of processor time \(String(format: "%.3f", ratio))") }
    }
    if let memory = measurement.peakMemory { parts.append("\(Int(memory)) MiB") }
    if let check = measurement.check { parts.append((check.isRight ? "right: " : "WRONG: ") + check.how) }
    if let target = measurement.target { parts.append("wanted \(target)") }
    parts.append("load \(String(format: "%.1f", measurement.load))")
    say(parts.joined(separator: "; "))
  }

  private static func shown(_ seconds: Double) -> String {
    seconds < 0.1 ? String(format: "%.4f ms", seconds * 1000) : String(format: "%.3f s", seconds)
  }
}

/// The seconds that `body` takes.
func seconds(_ body: () throws -> Void) rethrows -> Double {
  try ContinuousClock().measure(body) / .seconds(1)
}
