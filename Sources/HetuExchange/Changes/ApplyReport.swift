import HetuRegistry
import HetuSchemas

/// What became of the changes in a file.
public struct ApplyReport: Sendable {
  /// A property, or the position, that has two versions.
  public struct Field: Sendable, Hashable {
    /// The property's name, or `geometry`.
    public let name: String
    /// Its header in Chinese.
    public let title: String
    /// The value before both changed it; null where it is not known.
    public let base: Value
    /// The value in this registry.
    public let ours: Value
    /// The value in the file.
    public let theirs: Value
  }

  /// A record that was left as it is, because both sides changed it, or because it can't be taken.
  public struct Conflict: Sendable {
    /// What stands against taking the change.
    public enum Reason: String, Sendable {
      /// Both changed the same property to different values.
      case bothChanged = "both_changed"
      /// The file changes or brings what was deleted here.
      case deletedHere = "deleted_here"
      /// The file deletes what was changed here.
      case deletedThere = "deleted_there"
      /// The file changes what never was here.
      case missingHere = "missing_here"
      /// Another record here has its code.
      case codeTaken = "code_taken"
      /// A value in the file is not allowed.
      case invalid
    }

    /// The kind.
    public let kind: Kind
    /// The record's id.
    public let id: String
    /// The record's code, as the file has it.
    public let code: String
    /// The record's name, as the file has it.
    public let name: String
    /// What stands against it.
    public let reason: Reason
    /// What has two versions.
    public let fields: [Field]
    /// More on it, in Chinese: the other record with its code, the fault of a value.
    public let note: String?
    /// When it was changed in the file's registry, UTC.
    public let theirsAt: String
    /// Who changed it there.
    public let theirsActor: String?
    /// When it was changed here, UTC.
    public internal(set) var oursAt: String?
    /// Who changed it here.
    public internal(set) var oursActor: String?

    /// `kind/code`.
    public var reference: String { "\(kind.name)/\(code)" }
  }

  /// From which time on the file has changes, UTC.
  public let since: String
  /// When the same file was applied before, UTC.
  public let appliedBefore: String?
  /// Records put in.
  public internal(set) var inserted = 0
  /// Records changed.
  public internal(set) var updated = 0
  /// Of those, how many had been changed here too, in other properties.
  public internal(set) var merged = 0
  /// Records taken out.
  public internal(set) var deleted = 0
  /// Records whose code another one has here, as `kind/code` in the file, each with the code that it has here instead.
  public internal(set) var renumbered: [(reference: String, code: String)] = []
  /// Records that stood here as the file has them.
  public internal(set) var unchanged = 0
  /// Records that were left as they are.
  public internal(set) var conflicts: [Conflict] = []
}
