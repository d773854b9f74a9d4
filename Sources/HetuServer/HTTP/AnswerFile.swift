import Foundation
import HTTPTypes
import HetuPlanning
import HetuPublishing
import HetuRegistry
import HetuSchemas
import Hummingbird

/// Answers as files to download.
enum AnswerFile {
  /// An answer as CSV or XLSX, as the command writes it.
  static func reply(_ answer: Answer, _ form: Endpoint.Form, name: String) throws -> Reply {
    let file = FileManager.default.temporaryDirectory.appending(path: "hetu-\(UUID().uuidString).\(form.word)")
    defer { try? FileManager.default.removeItem(at: file) }
    try answer.writeRows(toFile: file.path, overwrite: false)
    var reply = Reply(Array(try Data(contentsOf: file)), type: form.media)
    let encoded = name.addingPercentEncoding(
      withAllowedCharacters: .alphanumerics.intersection(.init(charactersIn: "\u{0}"..."\u{7f}")))
    reply.headers[.contentDisposition] = "attachment; filename*=UTF-8''\(encoded ?? "hetu").\(form.word)"
    return reply
  }
}

extension Answer {
  /// Records of one kind, already as their audience may see them, as a list.
  static func list(of kind: Kind, _ records: [Record], for audience: Audience) -> Answer {
    var answer = Answer(
      question: [.init("audience", .string(audience.rawValue))], figures: [],
      rows: records.map { AnswerRow($0, figures: []) })
    answer.listed = kind
    return answer
  }
}
