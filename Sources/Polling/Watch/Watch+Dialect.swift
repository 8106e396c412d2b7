import LiteLLMAdmin

extension Watch {
    /// Learns what the proxy cannot be asked, and tells what of that is news.
    func learn(_ dialect: Dialect) -> [Notice] {
        defer { self.dialect = dialect }
        return Dialect.Question.allCases.compactMap { question in
            switch (self.dialect.lacks.contains(question), dialect.lacks.contains(question)) {
            case (false, true): .proxyLacks(question)
            case (true, false): .proxyLacksNoMore(question)
            case (false, false), (true, true): nil
            }
        }
    }
}
