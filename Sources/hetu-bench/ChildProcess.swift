import Foundation
import Synchronization

/// Runs other programs and measures them.
enum ChildProcess {
  /// What a run took.
  struct Run {
    let seconds: Double
    /// What it used of the processors, seconds; other work on the machine changes this little.
    let processorSeconds: Double
    /// The most memory it held, MiB.
    let peakMemory: Double
    let output: Data
  }

  struct Failed: Error, CustomStringConvertible {
    let description: String
  }

  /// Where a program lies: beside this one, else on the path; nil where it is not.
  static func find(_ name: String) -> String? {
    let own = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent().path
    let folders = [own] + (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":").map(String.init)
    return folders.map { "\($0)/\(name)" }.first { access($0, X_OK) == 0 }
  }

  /// Runs a program to its end.
  ///
  /// - Parameter input: given to it as standard input.
  static func run(_ program: String, _ arguments: [String], input: String = "") throws -> Run {
    let files = FileManager.default.temporaryDirectory.appending(path: "hetu-bench-\(UUID().uuidString)").path
    defer { for suffix in [".in", ".out", ".err"] { unlink(files + suffix) } }
    try Data(input.utf8).write(to: URL(fileURLWithPath: files + ".in"))
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, 0, files + ".in", O_RDONLY, 0)
    posix_spawn_file_actions_addopen(&actions, 1, files + ".out", O_CREAT | O_WRONLY, 0o600)
    posix_spawn_file_actions_addopen(&actions, 2, files + ".err", O_CREAT | O_WRONLY, 0o600)
    var words: [UnsafeMutablePointer<CChar>?] = ([program] + arguments).map { strdup($0) } + [nil]
    defer { for word in words { free(word) } }
    var process: pid_t = 0
    let start = ContinuousClock.now
    let failure = posix_spawn(&process, program, &actions, nil, &words, environ)
    guard failure == 0 else { throw Failed(description: "\(program): \(String(cString: strerror(failure)))") }
    let watch = MemoryWatch(process)
    var status: Int32 = 0
    var usage = rusage()
    while wait4(process, &status, 0, &usage) < 0, errno == EINTR {}
    let elapsed = ContinuousClock.now - start
    let peak = watch.stop()
    guard status == 0 else {
      let words = (try? String(contentsOfFile: files + ".err", encoding: .utf8)) ?? ""
      throw Failed(description: "\(program) \(arguments.joined(separator: " ")): status \(status)\n\(words)")
    }
    return Run(
      seconds: elapsed / .seconds(1), processorSeconds: Self.seconds(usage.ru_utime) + Self.seconds(usage.ru_stime),
      peakMemory: peak,
      output: FileManager.default.contents(atPath: files + ".out") ?? Data())
  }

  private static func seconds(_ time: timeval) -> Double { Double(time.tv_sec) + Double(time.tv_usec) / 1e6 }
}

/// Looks now and then how much memory a process has held at most.
///
/// `wait4` can't tell: its figure counts the memory of the process that spawned.
private final class MemoryWatch: Sendable {
  private struct State {
    var kilobytes = 0
    var isOver = false
  }

  private let state = Mutex(State())
  private let ended = DispatchSemaphore(value: 0)

  init(_ process: pid_t) {
    Thread.detachNewThread { [self] in
      while !state.withLock(\.isOver) {
        if let kilobytes = Self.highWater(process) { state.withLock { $0.kilobytes = kilobytes } }
        usleep(5_000)
      }
      ended.signal()
    }
  }

  /// The peak in MiB.
  func stop() -> Double {
    state.withLock { $0.isOver = true }
    ended.wait()
    return Double(state.withLock(\.kilobytes)) / 1024
  }

  private static func highWater(_ process: pid_t) -> Int? {
    guard let text = FileManager.default.contents(atPath: "/proc/\(process)/status") else { return nil }
    return String(decoding: text, as: UTF8.self).split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
      .flatMap { line in Int(line.filter(\.isNumber)) }
  }
}
