using CitizenNetwork.Domain.Common;

namespace CitizenNetwork.UnitTests.Common;

public sealed class TextFoldingTests
{
    [Theory]
    [InlineData("Trélazé", "trelaze")]
    [InlineData("Cœur d’Ætius", "coeur d'aetius")]
    [InlineData("ÇA ÇÀ", "ca ca")]
    [InlineData("e\u0301", "e")]
    [InlineData("🚲 vélo", "🚲 velo")]
    [InlineData("", "")]
    public void Fold_Text_IsLowerCaseWithoutAccents(string text, string folded) => Assert.Equal(folded, TextFolding.Fold(text));

    [Theory]
    [InlineData("v\uFFFEélo", "v\uFFFDelo")]
    [InlineData("\uFFFF\u0000é", "\uFFFF\u0000e")]
    public void Fold_WhatCannotBeDecomposed_IsReplaced(string text, string folded) => Assert.Equal(folded, TextFolding.Fold(text));

    [Fact]
    public void Fold_HalvesOfSurrogates_AreReplaced()
    {
        // Not as data of a theory: an attribute is stored in UTF-8, which cannot hold them.
        Assert.Equal("v\uFFFDelo", TextFolding.Fold("v\uD83Délo"));
        Assert.Equal("\uFFFDe", TextFolding.Fold("\uDEB2é"));
        Assert.Equal("e\uFFFD", TextFolding.Fold("é\uD83D"));
    }
}
