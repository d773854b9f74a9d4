import ArgumentParser
import Foundation
import HetuHydrology
import HetuPlanning
import HetuPublishing

extension PlanCommand {
  /// Makes all key rivers with overview and index, and says what became of each.
  func makeAtlas(
    _ publisher: PlanPublisher, _ key: (rivers: [River], withoutCourse: [String]), _ question: PlanQuestion,
    _ water: Water
  ) throws {
    let atlas = AtlasPublisher(publisher: publisher, rivers: key.rivers, withoutCourse: key.withoutCourse)
    let progress = TerminalProgress(total: key.rivers.count)
    defer { progress.clear() }
    let (entries, warnings) = try atlas.publish(
      in: URL(fileURLWithPath: output ?? "."), plan: { try question.plan(of: $0, from: water) },
      progress: { progress.show($0, $1.folder.lastPathComponent) })
    progress.clear()
    var unchanged: [String] = []
    var failures = 0
    for entry in entries {
      switch entry.outcome {
      case .made(let warnings):
        Diagnostics.write("已生成 \(entry.folder.path)")
        for warning in warnings + entry.warnings {
          Diagnostics.write("注意：\(entry.folder.lastPathComponent)：\(warning)")
        }
      case .unchanged: unchanged.append(entry.folder.lastPathComponent)
      case .failed: failures += 1
      }
    }
    if !unchanged.isEmpty { Diagnostics.write("数据未变，未重新生成 \(unchanged.count) 条：\(unchanged.joined(separator: "、"))") }
    for warning in warnings { Diagnostics.write("注意：总图：\(warning)") }
    if !key.withoutCourse.isEmpty {
      Diagnostics.write("注意：河流信息清单中没有河段走向、未编方案的：\(key.withoutCourse.joined(separator: "、"))")
    }
    for entry in entries {
      if case .failed(let reason) = entry.outcome {
        Diagnostics.write("未生成 \(entry.folder.lastPathComponent)：\(reason)")
      }
    }
    if failures > 0 { throw ExitCode(ExitStatus.findings.rawValue) }
  }
}

/// How far long work is, on one line of a terminal; nothing where standard error is none.
struct TerminalProgress {
  let total: Int
  private let isTerminal = isatty(STDERR_FILENO) == 1

  init(total: Int) { self.total = total }

  func show(_ done: Int, _ name: String) { write("\r\u{1B}[K\(done)/\(total)　\(name)") }

  func clear() { write("\r\u{1B}[K") }

  private func write(_ text: String) {
    if isTerminal { FileHandle.standardError.write(Data(text.utf8)) }
  }
}
