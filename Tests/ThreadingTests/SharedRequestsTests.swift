import Testing
import Threading

@Suite(.timeLimit(.minutes(10))) struct SharedRequestsTests {
    @Test("whoever asks while the work for others is under way gets the next answer")
    func laterRequests() async throws {
        let requests = SharedRequests<Int>()
        async let early = requests.ask()
        let answerEarly = try #require(await requests.next())
        async let late = requests.ask()
        answerEarly(1)
        #expect(await early == 1)
        let answerLate = try #require(await requests.next())
        answerLate(2)
        #expect(await late == 2)
    }

    @Test("all who ask are answered, many at once too")
    func many() async throws {
        let requests = SharedRequests<Int>()
        let answers = await withTaskGroup { group in
            group.addTask {
                var number = 0
                while let answer = await requests.next() {
                    number += 1
                    answer(number)
                }
                return Int?.none
            }
            for _ in 0..<50 { group.addTask { await requests.ask() } }
            var answers: [Int] = []
            for await answer in group {
                if let answer { answers.append(answer) }
                if answers.count == 50 { group.cancelAll() }
            }
            return answers
        }
        #expect(answers.count == 50)
        #expect(answers.allSatisfy { (1...50).contains($0) })
    }

    @Test("nobody is left waiting when no answer will come any more")
    func close() async throws {
        let requests = SharedRequests<String>()
        async let another = requests.ask()
        requests.close("closed")
        #expect(await another == "closed")
        #expect(await requests.ask() == "closed")
    }

    @Test("whoever is cancelled is left without an answer")
    func cancellation() async throws {
        let requests = SharedRequests<Int>()
        await withTaskGroup { group in
            group.addTask { await requests.ask() == nil }
            group.addTask { await SharedRequests<Int>().next() == nil }
            group.cancelAll()
            for await isLeft in group { #expect(isLeft) }
        }
    }
}
