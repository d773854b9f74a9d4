import Foundation

/// A service under load.
final class Server {
  let port: Int
  private let process = Process()

  /// Starts a program and waits until its port answers.
  init(_ program: String, _ arguments: [String], port: Int) throws {
    self.port = port
    process.executableURL = URL(fileURLWithPath: program)
    process.arguments = arguments
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
    for _ in 0..<300 {
      if (try? ChildProcess.run("/usr/bin/curl", ["-s", "-o", "/dev/null", "http://127.0.0.1:\(port)/"])) != nil {
        return
      }
      guard process.isRunning else { break }
      usleep(100_000)
    }
    stop()
    throw ChildProcess.Failed(description: "\(program) does not answer at port \(port)")
  }

  /// The most memory that it has held so far, MiB.
  var peakMemory: Double? {
    let status = FileManager.default.contents(atPath: "/proc/\(process.processIdentifier)/status") ?? Data()
    return String(decoding: status, as: UTF8.self).split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
      .flatMap { Double($0.filter(\.isNumber)) }.map { $0 / 1_024 }
  }

  func stop() {
    process.terminate()
    process.waitUntilExit()
  }

  /// Ends it at once, as a power cut would: nothing that it still holds in memory is written.
  func endAtOnce() {
    kill(process.processIdentifier, SIGKILL)
    process.waitUntilExit()
  }
}

/// What wrk measured.
struct Load {
  let secondsPerRequest: Double
  let percentile99: Double
  /// Requests that were answered.
  let requests: Int
  /// Answers that are none of 2xx and 3xx, and broken connections.
  let failures: Int

  /// So many seconds of requests, each made by Lua, always the same ones.
  init(
    _ wrk: String, _ request: String, port: Int, connections: Int, seconds: Int = 5, headers: [String] = []
  ) throws {
    let script = FileManager.default.temporaryDirectory.appending(path: "hetu-bench-\(UUID().uuidString).lua")
    defer { try? FileManager.default.removeItem(at: script) }
    let text = """
      math.randomseed(7)
      function request()
      \(request)
      end
      function done(summary, latency)
        local e = summary.errors
        io.write(string.format('\\nhetu %d %d %d %d\\n', summary.requests, summary.duration, latency:percentile(99),
          e.connect + e.read + e.write + e.status + e.timeout))
      end
      """
    try Data(text.utf8).write(to: script)
    let run = try ChildProcess.run(
      wrk,
      [
        "-t1", "-c\(connections)", "-d\(seconds)s", "--timeout", "60s", "-s", script.path,
      ] + headers.flatMap { ["-H", $0] } + ["http://127.0.0.1:\(port)"])
    let numbers = String(decoding: run.output, as: UTF8.self).split(separator: "\n").last { $0.hasPrefix("hetu ") }?
      .split(separator: " ").dropFirst().compactMap { Double($0) }
    guard let numbers, numbers.count == 4 else { throw ChildProcess.Failed(description: "wrk tells no figures") }
    requests = Int(numbers[0])
    secondsPerRequest = numbers[1] / 1e6 / max(numbers[0], 1)
    percentile99 = numbers[2] / 1e6
    failures = Int(numbers[3])
  }
}
