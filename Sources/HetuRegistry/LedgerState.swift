import HetuSchemas

extension Kind {
  /// The properties of a problem of the ledger (台账) that tell its state and how it came about; empty for other kinds.
  ///
  /// Steps on the ledger write them, with who, when and why. A file that is handed in does not change them in a record that is there: a list
  /// that was printed before a step would undo it.
  public var ledgerStateProperties: Set<String> {
    name == "problem" ? ["ledger_state", "transitions", "registered_on", "closed_on", "closed_by"] : []
  }
}
