namespace CitizenNetwork.Matching.Facets;

/// <summary>A few fields of a record that some gates and signals read and no others: records alike in them are one class to these.</summary>
internal enum Facet
{
    /// <summary>Which actor stands behind.</summary>
    OwnerId,

    /// <summary>What is read of the actor behind: its own record, which changes apart from the row.</summary>
    Owner,
    Area,
    ExcludedArea,
    Terms,
    Audience,
    Policy,
    Offer,
    Opening,
    Memberships,
    Phases,
    Themes,
    Updated,
    Quality,
    Place,
    Effort,
    Ages,
    Accessibility,
}
