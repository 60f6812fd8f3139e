using CitizenNetwork.Cli.Administration;
using CitizenNetwork.Cli.Audit;
using CitizenNetwork.Cli.Calling;
using CitizenNetwork.Cli.Completion;
using CitizenNetwork.Cli.Export;
using CitizenNetwork.Cli.Import;
using CitizenNetwork.Cli.Keys;
using CitizenNetwork.Cli.Login;
using CitizenNetwork.Cli.Matching;
using CitizenNetwork.Cli.Members;
using CitizenNetwork.Cli.Needs;
using CitizenNetwork.Cli.Networks;
using CitizenNetwork.Cli.Privacy;
using CitizenNetwork.Cli.Records;

namespace CitizenNetwork.Cli.Commands;

/// <summary>Every command. The examples of a row may build on those of the rows above it.</summary>
internal static class Table
{
    public static IReadOnlyList<Verb> Of(Server server)
    {
        List<Verb> table =
        [
            LoginCommand.Create(server),
            WhoAmICommand.Create(),
            GetCommand.Create(),
            ListCommand.Create(),
            .. OfKind(RecordKinds.Actors),
            .. OfKind(RecordKinds.Initiatives),
            AddCommand.Create(RecordKinds.Needs),
            NeedCommands.List(),
            NeedCommands.Get(),
            EditCommand.Create(RecordKinds.Needs),
            NeedCommands.Delete(),
            .. OfKind(RecordKinds.Resources),
            .. OfKind(RecordKinds.Funding),
            .. OfKind(RecordKinds.Hosts),
            .. OfKind(RecordKinds.Networks),
            WeightsCommand.Create(),
            CoverageCommand.Create(),
            SimulateCommand.Create(),
            MatchCommand.Create(),
            ExplainCommand.Create(),
            AddCommand.Create(RecordKinds.Members),
            InvitationCommands.Invite(),
            InvitationCommands.Accept(),
            ListCommand.Create(RecordKinds.Members),
            GetCommand.Create(RecordKinds.Members),
            EditCommand.Create(RecordKinds.Members),
            DeleteCommand.Create(RecordKinds.Members),
            KeyCommands.Create(),
            KeyCommands.List(),
            RotateCommand.Create(),
            RotateCommand.RevokeOld(),
            KeyCommands.Revoke(),
            ConsentCommands.Give(),
            ConsentCommands.List(),
            PersonCommands.Contact(),
            PersonCommands.Export(),
            ConsentCommands.Withdraw(),
            PersonCommands.Erase(),
            PersonCommands.Erasures(),
            MappingCommand.Create(),
            ImportCommand.Create(),
            ExportCommand.Create(),
            StatusCommand.Create(),
            BackupCommand.Create(),
            AuditCommands.List(),
            AuditCommands.Export(),
            AuditVerifyCommand.Create(),
        ];
        table.Add(CompletionCommand.Create(table, server));
        table.Add(ReferenceCommand.Create(table, server));
        table.Add(LogoutCommand.Create());
        return table;
    }

    private static IEnumerable<Verb> OfKind(RecordKind kind) =>
        [AddCommand.Create(kind), ListCommand.Create(kind), GetCommand.Create(kind), EditCommand.Create(kind), DeleteCommand.Create(kind)];
}
