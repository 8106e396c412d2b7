/// How accounts spend. The numbers are part of the seeds.
enum SpendingKind: Int, CaseIterable {
    case steady = 1
    /// Office hours with quiet nights.
    case office
    /// The same, with quiet weekends.
    case weekdays
    /// Heavy-tailed.
    case bursts
    /// One job a night.
    case batch
    /// 5 % a day.
    case growth
    /// Phases of work and of none.
    case stopGo
    /// A loop that begins on day 12, above one of the others.
    case runaway
}
