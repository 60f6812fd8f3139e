using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace CitizenNetwork.Server.Hosting;

/// <summary>
/// Refuses connections beyond a number by closing them at once. Kestrel's own limit counts a connection until its
/// processing returns; of an HTTP/2 connection that it ended for opening streams too fast, it sometimes does not, and the
/// place would be taken for ever. Here a place is free when the socket is closed.
/// </summary>
internal sealed class ConnectionLimit(int most)
{
    private int _open;

    public int Open => Volatile.Read(ref _open);

    public void Guard(ListenOptions listen) => listen.Use(next => connection =>
    {
        if (Interlocked.Increment(ref _open) > most)
        {
            Interlocked.Decrement(ref _open);
            connection.Abort();
            return Task.CompletedTask;
        }

        connection.ConnectionClosed.UnsafeRegister(static limit => Interlocked.Decrement(ref ((ConnectionLimit)limit!)._open), this);
        return next(connection);
    });
}
