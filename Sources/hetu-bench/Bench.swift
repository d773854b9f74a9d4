import ArgumentParser
import Foundation

/// Measures what matters, each beside a peer in the same run where one is at hand.
@main
struct Bench: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "hetu-bench",
    abstract: "Measures imports, joins, questions, exports and plans on invented data; JSON on standard output.")

  enum Scenario: String, CaseIterable, ExpressibleByArgument {
    case `import`, join, near, corridor, commands, export, build, network, workbook, lists, plan, atlas, grade, serve
    case serveMixed = "serve-mixed"
  }

  @Option(name: .long, help: "Numbers of points, with commas.")
  var points = "10000,100000,1000000"

  @Option(name: .long, help: "Numbers of reaches, with commas.")
  var reaches = "2000,100000"

  @Option(name: .long, help: "Only this scenario; may be repeated.")
  var scenario: [Scenario] = []

  @Option(name: .long, help: "How often each is run.")
  var runs = 3

  @Option(name: .long, help: "How many seconds the mixed load lasts.")
  var seconds = 60

  @Flag(name: .long, help: "Without the peers.")
  var noPeers = false

  @Option(name: .long, help: "The folder for the invented data.")
  var data = "bench-data"

  func validate() throws {
    _ = try numbers(points)
    _ = try numbers(reaches)
    guard runs > 0, seconds > 0 else { throw ValidationError("--runs and --seconds are at least 1.") }
  }

  func run() throws {
    let bench = Workbench(
      data: try BenchData(folder: URL(fileURLWithPath: data)), runs: runs, loadSeconds: seconds, hasPeers: !noPeers)
    let (points, reaches) = (try numbers(points), try numbers(reaches))
    var measurements: [Measurement] = []
    for scenario in scenario.isEmpty ? Scenario.allCases : scenario {
      for size in sizes(of: scenario, points, reaches) {
        for measurement in try bench.measure(scenario, points: size.points, reaches: size.reaches) {
          Summary.say(measurement)
          measurements.append(measurement)
        }
      }
    }
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    FileHandle.standardOutput.write(try encoder.encode(measurements) + Data("\n".utf8))
  }

  /// The sizes that make a difference to a scenario.
  private func sizes(of scenario: Scenario, _ points: [Int], _ reaches: [Int]) -> [(points: Int, reaches: Int)] {
    let most = reaches.max() ?? 0
    return switch scenario {
    case .import, .export, .near: points.map { ($0, most) }
    case .join, .corridor: points.flatMap { count in reaches.map { (count, $0) } }
    case .commands, .serve, .serveMixed: [(points.max() ?? 0, most)]
    // A sheet of Excel has room for a million rows, a list for a city never as many.
    case .workbook, .lists: points.filter { $0 <= 100_000 }.map { ($0, most) }
    case .build: reaches.map { (points.min() ?? 0, $0) }
    case .network: reaches.map { (100_000, $0) }
    case .grade: [(100_000, reaches.min() ?? 0)]
    // What they work on has its own sizes.
    case .plan, .atlas: [(0, 0)]
    }
  }

  private func numbers(_ text: String) throws -> [Int] {
    try text.split(separator: ",").map { part in
      guard let number = Int(part), number > 0 else { throw ValidationError("“\(part)” is no number above 0.") }
      return number
    }
  }
}
