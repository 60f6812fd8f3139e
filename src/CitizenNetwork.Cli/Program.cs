using System.CommandLine;
using System.Globalization;
using CitizenNetwork.Cli.Administration;
using CitizenNetwork.Cli.Calling;
using CitizenNetwork.Cli.Export;
using CitizenNetwork.Cli.Import;
using CitizenNetwork.Cli.Matching;
using CitizenNetwork.Cli.Records;
using CitizenNetwork.Cli.Texts;

// Before the commands are made, since their descriptions are in it, too.
Words.Language = Words.LanguageOf(args);
CultureInfo.CurrentUICulture = Words.Language;

Server server = new();
RootCommand root = new(Words.Of("Root"))
{
    StatusCommand.Create(server),
    BackupCommand.Create(server),
    GetCommand.Create(server),
    ListCommand.Create(server),
    MatchCommand.Create(server),
    ExportCommand.Create(server),
    ImportCommand.Create(server),
    MappingCommand.Create(server),
};
server.AddTo(root);

return await root.Parse(args).InvokeAsync();
