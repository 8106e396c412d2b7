import Budgets
import Persistence
import TestSupport
import Testing
import Threading

@Suite struct RoundTripTests {
    @Test func opensAnew() async throws {
        try await ScratchFolder.with { folder in
            let opening = await LedgerStore.open(LedgerFile(path: folder.path("state.db")), time: SystemTime())
            guard case .opened(_, let stored, nil) = opening else { Issue.record("\(opening)"); return }
            #expect(stored.lastNumber == 0)
        }
    }
}
