/// What tells things of one name in one place or district apart: where both have it and it differs, they are two.
public enum Distinction {
  private static let all: Set<String> = [
    "model", "depot", "produced_on", "expires_on", "enterprise", "owner_unit", "segment", "zone_level", "zone_part",
    "unit", "post", "phone", "doc_no", "report_unit",
  ]

  /// Whom to ask and who reports: people and branches that change while the thing stays.
  public static let contacts: Set<String> = ["phone", "report_unit"]

  /// The names of the properties; of two that lie at one place fewer, as two branches that report one place name themselves and another phone.
  public static func properties(arePlaced: Bool) -> Set<String> {
    arePlaced ? all.subtracting(contacts).subtracting(["unit"]) : all
  }
}
