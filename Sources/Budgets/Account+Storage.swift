extension [Account] {
    /// For each account whether `others` have at the same position one with the same storage, in which nothing differs.
    ///
    /// Compares only where accounts are stored and touches none of them: following a hundred thousand references costs
    /// more than all else that is done with accounts that have not changed.
    public func areStored(with others: [Account]) -> [Bool] {
        precondition(MemoryLayout<Account>.size == MemoryLayout<UInt>.size, "an account is more than a reference")
        return withUnsafeBytes { own in
            others.withUnsafeBytes { others in
                let (own, others) = (own.bindMemory(to: UInt.self), others.bindMemory(to: UInt.self))
                return own.indices.map { $0 < others.count && own[$0] == others[$0] }
            }
        }
    }
}
