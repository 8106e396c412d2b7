import Glibc

/// What a piece of work took, in several rounds.
struct Measurement: Sendable {
    /// Seconds of wall time and of this process's CPU, all its threads together, in ascending order.
    private(set) var wall: [Double] = []
    private(set) var cpu: [Double] = []

    var medianWall: Double { wall[wall.count / 2] }
    var medianCPU: Double { cpu[cpu.count / 2] }

    /// Does `work` once to warm up and then `rounds` times; `prepare` is not measured.
    static func of<Input, Output>(
        rounds: Int, prepare: (Int) async throws -> Input, _ work: (Input) async throws -> Output
    ) async rethrows -> Measurement {
        var measurement = Measurement()
        for round in 0...rounds {
            let input = try await prepare(round)
            let (wallBefore, cpuBefore) = (ContinuousClock.now, Self.cpuSeconds)
            let output = try await work(input)
            let (wall, cpu) = (ContinuousClock.now - wallBefore, Self.cpuSeconds - cpuBefore)
            withExtendedLifetime(output) {}
            guard round > 0 else { continue }
            measurement.wall.append(Double(wall.components.seconds) + Double(wall.components.attoseconds) / 1e18)
            measurement.cpu.append(cpu)
        }
        measurement.wall.sort()
        measurement.cpu.sort()
        return measurement
    }

    private static var cpuSeconds: Double {
        var time = timespec()
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }
}
