import Foundation
import Synchronization

/// Counts of requests and their times, in the text format of Prometheus (version 0.0.4).
final class Metrics: Sendable {
  private struct Series: Hashable {
    let route: String
    let status: Int
  }

  private struct State {
    var counts: [Series: Int] = [:]
    var seconds: [String: (buckets: [Int], sum: Double, count: Int)] = [:]
    var load = 0
  }

  private static let bounds = [0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30]
  private let state = Mutex(State())

  /// Begins a request where there is room for it.
  func begin(atMost greatest: Int) -> Bool {
    state.withLock { state in
      guard state.load < greatest else { return false }
      state.load += 1
      return true
    }
  }

  /// Ends a request that had begun.
  func end() { state.withLock { $0.load -= 1 } }

  /// Counts an answer.
  func record(route: String, status: Int, seconds: Double) {
    state.withLock { state in
      state.counts[Series(route: route, status: status), default: 0] += 1
      var series = state.seconds[route] ?? (Array(repeating: 0, count: Self.bounds.count), 0, 0)
      for (index, bound) in Self.bounds.enumerated() where seconds <= bound { series.buckets[index] += 1 }
      series.sum += seconds
      series.count += 1
      state.seconds[route] = series
    }
  }

  /// All series as text.
  func text() -> String {
    let state = state.withLock { $0 }
    var lines = ["# HELP hetu_requests_total Requests by route and status.", "# TYPE hetu_requests_total counter"]
    for (series, count) in state.counts.sorted(by: { ($0.key.route, $0.key.status) < ($1.key.route, $1.key.status) }) {
      lines.append("hetu_requests_total{route=\"\(series.route)\",status=\"\(series.status)\"} \(count)")
    }
    lines += ["# HELP hetu_request_seconds Time to answer.", "# TYPE hetu_request_seconds histogram"]
    for (route, series) in state.seconds.sorted(by: { $0.key < $1.key }) {
      for (bound, count) in zip(Self.bounds, series.buckets) {
        lines.append("hetu_request_seconds_bucket{route=\"\(route)\",le=\"\(bound)\"} \(count)")
      }
      lines.append("hetu_request_seconds_bucket{route=\"\(route)\",le=\"+Inf\"} \(series.count)")
      lines.append("hetu_request_seconds_sum{route=\"\(route)\"} \(series.sum)")
      lines.append("hetu_request_seconds_count{route=\"\(route)\"} \(series.count)")
    }
    lines += [
      "# HELP hetu_requests_in_flight Requests being answered.", "# TYPE hetu_requests_in_flight gauge",
      "hetu_requests_in_flight \(state.load)",
    ]
    return lines.joined(separator: "\n") + "\n"
  }
}
