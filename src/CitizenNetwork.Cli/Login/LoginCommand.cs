using CitizenNetwork.Cli.Calling;
using CitizenNetwork.Cli.Commands;
using CitizenNetwork.Cli.Texts;

namespace CitizenNetwork.Cli.Login;

/// <summary><c>login</c>: keeps server and key, once the server knows whose key it is.</summary>
internal static class LoginCommand
{
    public static Verb Create(Server server) => new("login", "Login")
    {
        Examples = ["citizennet login < cle.txt"],
        RunAsync = async call =>
        {
            var address = server.AddressGiven(call.Parsed) ?? Ask(call.Output, Words.Of("Login_Server", Server.DefaultAddress), Asking.Line);
            address = address.Length > 0 ? address : Server.DefaultAddress;
            if (!Server.IsAddress(address))
            {
                throw new LocalException(Words.Of("Wrong_Server", address));
            }

            var credential = server.CredentialGiven(call.Parsed) ?? Credential.Of(Ask(call.Output, Words.Of("Login_Credential"), Asking.Hidden));
            if (credential.IsNone)
            {
                throw new LocalException(Words.Of("Login_Nothing"));
            }

            var caller = await WhoAmICommand.AskAsync(call.ConnectTo(new Connection(address, credential, server.LanguageOf(call.Parsed))), call.Cancellation);
            if (caller.Principal.Length == 0)
            {
                throw new UnknownCallerException(Words.Of("Login_Unknown", address));
            }

            LoginFile.Write(new StoredLogin(address, credential));
            WhoAmICommand.Print(caller, address, call.Output);
            call.Output.Error(Words.Of("Login_Done", LoginFile.Path));
        },
    };

    private static string Ask(Output output, string question, Func<string?> read)
    {
        output.Ask(question);
        return read()?.Trim() ?? string.Empty;
    }
}

/// <summary><c>logout</c>: forgets what the login kept. The key itself still opens; that is revoked with <c>keys revoke</c>.</summary>
internal static class LogoutCommand
{
    public static Verb Create() => new("logout", "Logout")
    {
        Examples = ["citizennet logout"],
        RunAsync = call =>
        {
            call.Output.Line(Words.Of(LoginFile.Remove() ? "Logout_Done" : "Logout_Nothing"));
            return Task.CompletedTask;
        },
    };
}
