using System.CommandLine;
using CitizenNetwork.Cli.Records;
using CitizenNetwork.Protocol.V1;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace CitizenNetwork.Cli.Matching;

/// <summary>Wishes that a question of matching may bear: <c>--ess</c> for <c>preferences.ess</c>.</summary>
internal sealed class MatchOptions
{
    private const string Preferences = "preferences";
    private const string Needs = "/needs/";

    private readonly IReadOnlyList<FieldOption> _options;

    /// <summary>Options of a request's fields and of its preferences.</summary>
    /// <param name="request">The request.</param>
    /// <param name="except">Fields without an option.</param>
    public MatchOptions(MessageDescriptor request, params string[] except)
    {
        var preferences = request.FindFieldByName(Preferences);
        _options =
        [
            .. preferences.MessageType.Fields.InFieldNumberOrder().Select(field => new FieldOption([preferences, field], FieldOption.NameOf(field.Name))),
            .. FieldOption.Of(request, [.. except, Preferences]),
        ];
    }

    public IEnumerable<Option> Options => _options.Select(option => option.Option);

    /// <summary>An initiative, or one need of it.</summary>
    public static MatchSubject SubjectOf(string name) =>
        name.Contains(Needs, StringComparison.Ordinal) ? new MatchSubject { Need = name } : new MatchSubject { Initiative = name };

    public void Apply(ParseResult parsed, IMessage request)
    {
        foreach (var option in _options.Where(option => option.IsGiven(parsed)))
        {
            option.Apply(parsed, request);
        }
    }
}
