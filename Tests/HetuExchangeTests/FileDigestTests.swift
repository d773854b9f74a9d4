import Foundation
import HetuExchange
import TestSupport
import Testing

/// The vectors of FIPS 180-4 that NIST publishes for SHA-256.
@Suite struct FileDigestTests {
  @Test func `bytes have the digest that the standard gives them`() {
    #expect(
      FileDigest.of { $0.add("abc".utf8) } == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
    #expect(FileDigest.of { _ in } == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
  }

  @Test func `a file of several blocks has the digest of its bytes`() throws {
    let scratch = try Scratch()
    let bytes = [UInt8](repeating: UInt8(ascii: "a"), count: 1_000_000) + [UInt8](repeating: 0, count: 200_000)
    try Data(bytes).write(to: scratch.url("a"))
    #expect(
      try FileDigest.ofFile(scratch.url("a").path)
        == FileDigest.of {
          $0.add(bytes[..<7])
          $0.add(bytes[7...])
        })
    #expect(throws: ExchangeError.self) { try FileDigest.ofFile(scratch.url("none").path) }
  }
}
