import Foundation
import Testing

@testable import TestSupport

/// What the other tests lean on.
@Suite struct TestSupportTests {
  @Test func `an output that is recorded and the same passes`() throws {
    let scratch = try Scratch()
    let file = try scratch.write("a\nb\n", to: "Golden/x.txt")
    try Golden.check(Data("a\nb\n".utf8), at: file, isRecording: false)
    #expect(try scratch.names == ["Golden"])
  }

  @Test func `an output that has no recording fails, and is written to be looked at`() throws {
    let scratch = try Scratch()
    let file = scratch.url("Golden/x.txt")
    let error = #expect(throws: GoldenMismatch.self) { try Golden.check(Data("a".utf8), at: file, isRecording: false) }
    #expect(error?.description.contains("was missing") == true)
    #expect(try String(contentsOf: file, encoding: .utf8) == "a")
  }

  @Test func `an output that differs fails with the first line that does, and the recording stays`() throws {
    let scratch = try Scratch()
    let file = try scratch.write("a\nb\n", to: "x.txt")
    let error = #expect(throws: GoldenMismatch.self) {
      try Golden.check(Data("a\nc\n".utf8), at: file, isRecording: false)
    }
    #expect(error?.description.contains("in line 2: recorded “b”, made “c”") == true)
    #expect(try String(contentsOf: file, encoding: .utf8) == "a\nb\n")
    #expect(try String(contentsOf: scratch.url("x.txt.actual"), encoding: .utf8) == "a\nc\n")
  }

  @Test func `recording writes the output anew`() throws {
    let scratch = try Scratch()
    let file = try scratch.write("a", to: "x.txt")
    try Golden.check(Data("b".utf8), at: file, isRecording: true)
    #expect(try String(contentsOf: file, encoding: .utf8) == "b")
  }

  @Test func `a command that writes more than a pipe holds comes to its end`() throws {
    let answer = try Command.run(
      "sh", ["-c", "head -c 1000000 /dev/zero; head -c 1000000 /dev/zero >&2; cat; exit 3"], input: "end")
    #expect(answer.status == 3 && answer.output.count == 1_000_003 && answer.errorOutput.count == 1_000_000)
    #expect(answer.text.hasSuffix("end"))
  }

  @Test func `a command that does not end is ended`() {
    #expect(throws: CommandError.self) { try Command.run("sleep", ["60"], timeoutSeconds: 0.2) }
    #expect(throws: CommandError.self) { try Command.run("no-such-command") }
    #expect(!Command.isInstalled("no-such-command") && Command.isInstalled("sh"))
  }

  @Test func `a scratch folder goes with its value`() throws {
    let folder: URL
    do {
      let scratch = try Scratch()
      folder = scratch.folder
      try scratch.write("x", to: "a/b.txt")
      #expect(try scratch.names == ["a"])
    }
    #expect(!FileManager.default.fileExists(atPath: folder.path))
  }

  @Test func `the same seed gives the same numbers`() {
    // The first outputs of SplitMix64 for the seed 1234567, from the reference implementation's published test vector.
    var random = Seeded(1_234_567)
    if random.seed == 1_234_567 {
      #expect([random.next(), random.next()] == [6_457_827_717_110_365_317, 3_203_168_211_198_807_973])
    }
  }
}
