namespace CitizenNetwork.Matching.Text.Learned;

/// <summary>What was learned of the catalogue's texts. Immutable; an answer takes all of it from one model.</summary>
public sealed class TextModel
{
    private readonly IReadOnlyDictionary<MatchCategory, TextProfiles> _profiles;

    internal TextModel(long version, TextSpace? space, IReadOnlyDictionary<MatchCategory, TextProfiles> profiles)
    {
        Version = version;
        Space = space;
        _profiles = profiles;
    }

    /// <summary>Nothing is learned: words alone count.</summary>
    internal static TextModel None { get; } = new(0, null, new Dictionary<MatchCategory, TextProfiles>());

    /// <summary>Rises by one with each learning of a catalogue; 0: nothing was learned yet.</summary>
    public long Version { get; }

    /// <summary>Where words and texts lie; null: too few texts.</summary>
    internal TextSpace? Space { get; }

    /// <summary>What the candidates of a category were chosen for; null: too few choices.</summary>
    internal TextProfiles? Profiles(MatchCategory category) => _profiles.GetValueOrDefault(category);
}
