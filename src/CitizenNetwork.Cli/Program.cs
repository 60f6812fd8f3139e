using System.Globalization;
using CitizenNetwork.Cli.Calling;
using CitizenNetwork.Cli.Commands;
using CitizenNetwork.Cli.Texts;

// Before the commands are made, since their descriptions are in it, too.
Words.Language = Words.LanguageOf(args);
CultureInfo.CurrentUICulture = Words.Language;

Server server = new();
var parsed = Tree.Of(Table.Of(server), server).Parse(args);
Tree.SayWhatIsWrongAlone(parsed);
return await parsed.InvokeAsync();
