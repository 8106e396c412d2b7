import HTTPTypes
import NIOCore
import NIOHTTPTypes

/// Closes a connection in time, and not before its last response is taken.
///
/// Hummingbird's own idle timeout spares whoever reads slowly, and it closes a connection of a stopping server while the
/// end of a response is still waiting for the client.
final class ConnectionGuard: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPRequestPart
    typealias InboundOut = HTTPRequestPart
    typealias OutboundIn = HTTPResponsePart
    typealias OutboundOut = HTTPResponsePart

    private let admission: ConnectionLimits.Admission
    private var deadlines: ConnectionDeadlines
    private var timer: (deadline: NIODeadline, task: Scheduled<Void>)?
    private var isDraining = false
    /// Whether the response being written is the last one.
    private var closesAfterResponse = false
    /// Responses that are written as a whole and not yet taken.
    private var untakenResponses = 0
    /// Wishes to close that have to wait for those.
    private var postponedCloses: [(mode: CloseMode, promise: EventLoopPromise<Void>?)] = []

    init(_ admission: ConnectionLimits.Admission, _ timeouts: ConnectionTimeouts) {
        self.admission = admission
        deadlines = ConnectionDeadlines(timeouts, acceptedAt: .now())
    }

    func channelActive(context: ChannelHandlerContext) {
        startTimer(context)
        context.fireChannelActive()
        if admission == .refused { context.close(promise: nil) }
    }

    func channelInactive(context: ChannelHandlerContext) {
        timer?.task.cancel()
        timer = nil
        context.fireChannelInactive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head: deadlines.requestBegan(at: .now())
        case .body: break
        case .end: deadlines.requestEnded()
        }
        startTimer(context)
        context.fireChannelRead(data)
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if event is ChannelShouldQuiesceEvent {
            isDraining = true
            deadlines.drainBegan(at: .now())
            startTimer(context)
        }
        context.fireUserInboundEventTriggered(event)
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        switch unwrapOutboundIn(data) {
        case .head(var head):
            if isDraining || admission == .healthOnly { head.headerFields[.connection] = "close" }
            closesAfterResponse = head.headerFields[.connection] == "close"
            context.write(wrapOutboundOut(.head(head)), promise: promise)
        case .body:
            context.write(data, promise: promise)
        case .end:
            untakenResponses += 1
            let taken = promise ?? context.eventLoop.makePromise()
            taken.futureResult.assumeIsolated().whenComplete { _ in self.responseWasTaken(context) }
            context.write(data, promise: taken)
        }
    }

    func close(context: ChannelHandlerContext, mode: CloseMode, promise: EventLoopPromise<Void>?) {
        if untakenResponses > 0, mode != .input {
            postponedCloses.append((mode, promise))
        } else {
            performClose(context, mode, promise)
        }
    }

    private func responseWasTaken(_ context: ChannelHandlerContext) {
        untakenResponses -= 1
        deadlines.responseWasTaken(at: .now())
        startTimer(context)
        guard untakenResponses == 0 else { return }
        if closesAfterResponse { postponedCloses.append((.output, nil)) }
        let closes = postponedCloses
        postponedCloses = []
        for close in closes {
            performClose(context, close.mode, close.promise)
        }
    }

    private func performClose(_ context: ChannelHandlerContext, _ mode: CloseMode, _ promise: EventLoopPromise<Void>?) {
        if mode == .output {
            deadlines.outputClosed(at: .now())
            startTimer(context)
        }
        context.close(mode: mode, promise: promise)
    }

    /// Sees to it that a timer fires at the deadline or before.
    private func startTimer(_ context: ChannelHandlerContext) {
        let deadline = deadlines.deadline
        if let timer {
            guard deadline < timer.deadline else { return }
            timer.task.cancel()
        }
        guard context.channel.isActive else { return }
        let task = context.eventLoop.assumeIsolated().scheduleTask(deadline: deadline) { self.timerFired(context) }
        timer = (deadline, task)
    }

    private func timerFired(_ context: ChannelHandlerContext) {
        timer = nil
        if deadlines.deadline <= .now() {
            context.close(promise: nil)
        } else {
            startTimer(context)
        }
    }
}
