using System.Net;
using System.Net.Sockets;

namespace CitizenNetwork.Server.Hosting;

/// <summary>
/// The ports to listen on, in numbers: routes of the JSON face name theirs, so it must be known before Kestrel binds it.
/// </summary>
internal static class ListenPorts
{
    /// <summary>Chooses both; both are held meanwhile, so that they differ.</summary>
    /// <exception cref="WrongSettingsException">The address is not of this machine, or a port that was given cannot be had.</exception>
    public static (int Grpc, int Http) Choose(ServerSettings settings)
    {
        CheckAddress(settings.Listen);
        List<string> wrong = [];

        // First those that must be had: a default must not take one of them.
        using var givenGrpc = settings.IsGrpcPortGiven ? Given(settings.Listen, settings.GrpcPort, KnownSettings.GrpcPort, wrong) : null;
        using var givenHttp = settings.IsHttpPortGiven ? Given(settings.Listen, settings.HttpPort, KnownSettings.HttpPort, wrong) : null;
        if (wrong.Count > 0)
        {
            throw new WrongSettingsException(wrong);
        }

        using var grpc = givenGrpc ?? ThisOrAFreeOne(settings.Listen, settings.GrpcPort);
        using var http = givenHttp ?? ThisOrAFreeOne(settings.Listen, settings.HttpPort);
        return (PortOf(grpc), PortOf(http));
    }

    /// <summary>A port that was free just now.</summary>
    public static int Free(IPAddress address)
    {
        using var listener = Open(address, 0);
        return PortOf(listener);
    }

    /// <summary>Where a program of this machine reaches what listens on an address.</summary>
    public static IPAddress Reachable(IPAddress listen) =>
        listen.Equals(IPAddress.Any) ? IPAddress.Loopback
        : listen.Equals(IPAddress.IPv6Any) ? IPAddress.IPv6Loopback
        : listen;

    private static void CheckAddress(IPAddress address)
    {
        try
        {
            Open(address, 0).Dispose();
        }
        catch (SocketException exception)
        {
            throw new WrongSettingsException([$"{KnownSettings.Listen.Names} is {address}, which cannot be listened on ({exception.Message}): it must be {KnownSettings.Listen.Right}."]);
        }
    }

    private static TcpListener? Given(IPAddress address, int port, Setting setting, List<string> wrong)
    {
        try
        {
            return Open(address, port);
        }
        catch (SocketException exception)
        {
            wrong.Add($"Port {port} of {address} ({setting.Names}) cannot be listened on ({exception.Message}): free it, or give another one.");
            return null;
        }
    }

    private static TcpListener ThisOrAFreeOne(IPAddress address, int port)
    {
        try
        {
            return Open(address, port);
        }
        catch (SocketException) when (port != 0)
        {
            return Open(address, 0);
        }
    }

    private static TcpListener Open(IPAddress address, int port)
    {
        TcpListener listener = new(address, port);
        try
        {
            if (address.Equals(IPAddress.IPv6Any))
            {
                // As Kestrel does: :: is every address of both families.
                listener.Server.DualMode = true;
            }

            listener.Start();
            return listener;
        }
        catch
        {
            listener.Dispose();
            throw;
        }
    }

    private static int PortOf(TcpListener listener) => ((IPEndPoint)listener.LocalEndpoint).Port;
}
