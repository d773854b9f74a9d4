import HetuPlanning
import Testing

@Suite struct CreditCodeTests {
  /// The codes of two companies that anyone may look up: 华为技术有限公司 and 阿里巴巴（中国）有限公司.
  @Test(arguments: ["914403001922038216", "91330100799655058B"])
  func `the code of a real company is valid`(code: String) {
    #expect(CreditCode.isValid(code))
  }

  @Test(arguments: ["914403001922038217", "91440300192203821", "9144030019220382166", "91440300192203821I", ""])
  func `a wrong check character, length or letter is not valid`(code: String) {
    #expect(!CreditCode.isValid(code))
  }
}
