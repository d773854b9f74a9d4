import Foundation
import HTTPTypes
import HetuPlanning
import HetuPublishing
import HetuRegistry
import HetuSchemas
import Hummingbird

/// Answers as files to download.
enum AnswerFile {
  /// An answer in the form that the call asks for, as the command writes it.
  static func answer(_ answer: Answer, _ call: Call, name: String) throws -> Reply {
    guard call.form != .json else { return Reply(answer.json().document, type: Media.json) }
    return try reply(answer, call.form, name: name)
  }

  /// An answer as CSV or XLSX, as the command writes it.
  static func reply(_ answer: Answer, _ form: Endpoint.Form, name: String) throws -> Reply {
    try made(form, name: name) { try answer.writeRows(toFile: $0, overwrite: false) }
  }

  /// A file that is written where it is told to.
  static func made(_ form: Endpoint.Form, name: String, _ write: (String) throws -> Void) throws -> Reply {
    let file = FileManager.default.temporaryDirectory.appending(path: "hetu-\(UUID().uuidString).\(form.word)")
    defer { try? FileManager.default.removeItem(at: file) }
    try write(file.path)
    var reply = Reply(Array(try Data(contentsOf: file)), type: form.media)
    reply.headers[.contentDisposition] = "attachment; filename*=UTF-8''\(Links.inPath(name)).\(form.word)"
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
